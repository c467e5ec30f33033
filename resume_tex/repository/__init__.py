"""The git repository that a file is in: its revisions and their files. Knows nothing of resumes.

It runs the `git` command. Every user of git has it; it knows worktrees, submodules, shallow and partial clones, sparse
checkouts, attributes, large file storage and whatever comes next; and an answer takes 2 to 5 ms. The libraries lag behind it
(pygit2 ships its own libgit2, dulwich and GitPython cover less), and each would have to be installed.

Nothing passes a shell. What a user typed reaches git in two places only: a revision, after `--end-of-options`, which is turned
into a full hash before anything else is done with it; and file names, after `--`, taken literally.
"""
