-- resume-tex: what LuaTeX's pages need so that text from right to left comes out of the PDF in order.
--
-- Extractors sort glyphs by where they stand (poppler), or take them as drawn from left to right and turn words
-- round themselves (pdfium). LuaTeX draws them from right to left. So each line of a finished page is put into the
-- order in which it is seen; nothing moves.

local id_hlist, id_vlist = node.id("hlist"), node.id("vlist")
local id_dir, id_glyph, id_kern, id_whatsit = node.id("dir"), node.id("glyph"), node.id("kern"), node.id("whatsit")
local whatsits = {}
for number, name in pairs(node.whatsits()) do whatsits[name] = number end

local function is_rtl(code) return code > 0x58F and code < 0x900 end

-- ---------------------------------------------------------------- what glyphs say
local SPAN = "/Span<</ActualText<FEFF"

local function codes_of(n)
  local codes = {}
  if n.id == id_whatsit and n.subtype == whatsits.pdf_literal and type(n.data) == "string"
    and n.data:sub(1, #SPAN) == SPAN then
    for code in n.data:sub(#SPAN + 1):match("^%x*"):gmatch("%x%x%x%x") do codes[#codes + 1] = code end
  end
  return codes
end

-- A letter and its mark, or two letters, that are as many glyphs as characters: each glyph says its own character,
-- in place of a replacement text, which would break the word.
local function letter_by_letter(head)
  local n = head
  while n do
    local following = n.next
    local codes = codes_of(n)
    if codes[1] and is_rtl(tonumber(codes[1], 16)) then
      local glyphs, last = {}, n.next
      while last and last.id ~= id_whatsit do
        if last.id == id_glyph then glyphs[#glyphs + 1] = last end
        last = last.next
      end
      if last and #glyphs == #codes then
        for index, glyph in ipairs(glyphs) do
          local data = font.getfont(glyph.font)
          local shapes = data and data.hb and data.hb.shared.glyphs
          local shape = shapes and shapes[data.characters[glyph.char].index]
          if shape and not shape.tounicode then shape.tounicode = codes[index] end
        end
        following = last.next
        head = node.remove(head, n)
        head = node.remove(head, last)
      end
    end
    n = following
  end
  return head
end

-- Fonts have the forms of Arabic letters under codes of their own too: a glyph says the lowest of its codes, which
-- is the letter's. Two letters in one glyph are told from left to right, as everything else is.
local function settle_codes()
  local settled = {} -- the sizes of a font share its glyphs
  for _, data in font.each() do
    local shared = data.hb and data.hb.shared
    if shared and shared.nominals and not settled[shared] then
      settled[shared] = true
      local lowest = {}
      for code, character in pairs(data.characters) do
        local glyph = character.index
        if code < 0x110000 and code < (lowest[glyph] or 0x110000) then lowest[glyph] = code end
      end
      for glyph in pairs(shared.nominals) do shared.nominals[glyph] = lowest[glyph] or shared.nominals[glyph] end
      for _, shape in pairs(shared.glyphs) do
        local told = shape.tounicode
        if type(told) == "string" and #told > 4 and is_rtl(tonumber(told:sub(1, 4), 16)) then
          local turned = ""
          for code in told:gmatch("%x%x%x%x") do turned = code .. turned end
          shape.tounicode = turned
        end
      end
    end
  end
end

-- ---------------------------------------------------------------- the order of what is drawn
-- Whatsits that belong together: what opens stays before what closes.
local function bracket(n)
  if n.id ~= id_whatsit then return nil end
  if n.subtype == whatsits.pdf_start_link then return 1 end
  if n.subtype == whatsits.pdf_end_link then return -1 end
  if n.subtype == whatsits.pdf_colorstack then return ({ [1] = 1, [2] = -1 })[n.command] end
  if n.subtype == whatsits.pdf_literal and type(n.data) == "string" then
    if n.data:find("BDC$") or n.data:find("BMC$") then return 1 end
    if n.data == "EMC" then return -1 end
  end
  return nil
end

-- Reads a list into items: nodes, and lists of items for stretches in one direction or between brackets.
local function parse(n, rtl)
  local root = { rtl = rtl }
  local stack = { root }
  while n do
    local top = stack[#stack]
    local following = n.next
    if n.id == id_dir then
      local inner = n.dir:sub(-3)
      if n.dir:sub(1, 1) == "-" then
        if #stack > 1 and top.turn then stack[#stack] = nil end
      else
        local group = { rtl = inner == "TRT", turn = true }
        top[#top + 1] = group
        stack[#stack + 1] = group
      end
      node.free(n)
    else
      local side = bracket(n)
      if side == 1 then
        local group = { rtl = top.rtl, opening = n }
        top[#top + 1] = group
        stack[#stack + 1] = group
      elseif side == -1 and top.opening then
        top.closing = n
        stack[#stack] = nil
      elseif side == -1 then -- opened on another line: it closes all that stands before it
        local before = { rtl = top.rtl, closing = n }
        for index, item in ipairs(top) do before[index], top[index] = item, nil end
        top[1] = before
      else
        top[#top + 1] = n
      end
    end
    n = following
  end
  return root
end

-- The code of a glyph's character, as four or more hexadecimal digits.
local lowest_codes = {}
local function told_by(glyph)
  local data = font.getfont(glyph.font)
  local character = data and data.characters[glyph.char]
  local shared = data and data.hb and data.hb.shared
  if not character or not shared then return nil end
  local told = shared.glyphs[character.index] and shared.glyphs[character.index].tounicode
  if type(told) == "string" then return told end
  local lowest = lowest_codes[glyph.font]
  if not lowest then
    lowest = {}
    for code, other in pairs(data.characters) do
      if code < 0x110000 and code < (lowest[other.index] or 0x110000) then lowest[other.index] = code end
    end
    lowest_codes[glyph.font] = lowest
  end
  return lowest[character.index] and string.format("%04X", lowest[character.index])
end

local function literal(data)
  local n = node.new(id_whatsit, whatsits.pdf_literal)
  n.mode, n.data = 1, data
  return n
end

-- Extractors lose a mark over a letter from right to left: a word that has one is told as a whole, like all else from
-- left to right.
local function tell_words(items)
  local index = 1
  while index <= #items do
    local last, marked, told = index - 1, false, ""
    while items[last + 1] and type(items[last + 1]) ~= "table" do
      local n = items[last + 1]
      if n.id == id_glyph then
        local code = told_by(n)
        if not code or not is_rtl(tonumber(code:sub(1, 4), 16)) then break end
        marked = marked or n.width == 0
        for part in code:gmatch("....") do told = part .. told end
      elseif n.id ~= id_kern then
        break
      end
      last = last + 1
    end
    if marked then
      local word = { rtl = true, opening = literal(SPAN .. told .. ">>>BDC"), closing = literal("EMC") }
      for _ = index, last do word[#word + 1] = table.remove(items, index) end
      table.insert(items, index, word)
      last = index
    end
    index = math.max(last, index) + 1
  end
end

local function write(items, out)
  if items.rtl and not items.opening then tell_words(items) end
  local first, last, step = 1, #items, 1
  if items.rtl then first, last, step = #items, 1, -1 end
  if items.opening then out[#out + 1] = items.opening end
  for index = first, last, step do
    local item = items[index]
    if type(item) == "table" then
      write(item, out)
    else
      if items.rtl and item.id == id_glyph and item.xoffset ~= 0 then item.xoffset = -item.xoffset end
      out[#out + 1] = item
    end
  end
  if items.closing then out[#out + 1] = items.closing end
end

local function has_turns(list)
  for n in node.traverse_id(id_dir, list) do
    if n.dir:sub(-3) == "TRT" then return true end
  end
  return false
end

local function in_visual_order(box)
  for n in node.traverse(box.list) do
    if n.id == id_hlist or n.id == id_vlist then in_visual_order(n) end
  end
  if box.id == id_hlist and box.list and (box.dir == "TRT" or has_turns(box.list)) then
    local out = {}
    if box.dir == "TRT" then -- what is wider than its box sticks out on the same side
      local width = node.dimensions(box.glue_set, box.glue_sign, box.glue_order, box.list)
      if width ~= box.width then
        local kern = node.new(id_kern, 1)
        kern.kern = box.width - width
        out[1] = kern
      end
    end
    write(parse(box.list, box.dir == "TRT"), out)
    for index, n in ipairs(out) do
      n.prev, n.next = out[index - 1], out[index + 1]
    end
    box.list = out[1]
    box.dir = "TLT"
  end
end

luatexbase.add_to_callback("hpack_filter", letter_by_letter, "resume-scripts.letters")
luatexbase.add_to_callback("pre_shipout_filter", function(box)
  in_visual_order(box)
  return true
end, "resume-scripts.order")

-- LuaTeX does not tell what a literal of TeX's own says: those whose order matters are made here.
local function write_literal(data) node.write(literal(data)) end

return { settle_codes = settle_codes, write_literal = write_literal }
