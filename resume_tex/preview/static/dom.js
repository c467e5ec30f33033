// Makes elements. Text is always text: nothing that comes from a document is ever read as HTML.

export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== "" && child !== null));
  return made;
}

// A sentence in which `backticks` set code apart.
export function prose(text) {
  return text.split(/`([^`]+)`/).map((part, index) => (index % 2 ? element("code", {}, part) : part));
}

export const byId = (id) => document.getElementById(id);
