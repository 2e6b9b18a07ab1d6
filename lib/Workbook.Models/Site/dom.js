// Everything that comes from the project reaches the page as text; only descriptions, made from Markdown with tags
// switched off, are set as HTML.
const svgSpace = "http://www.w3.org/2000/svg";

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

const h = (tag, attributes, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes, ...children) => fill(document.createElementNS(svgSpace, tag), attributes, children);

function prose(html, className = "prose") {
  const element = h("div", { class: className });
  element.innerHTML = html;
  for (const link of element.querySelectorAll("a[href^=http]")) link.rel = "noopener noreferrer";
  return element;
}

const byId = id => document.getElementById(id);
