// How figures are written: separators, the digits that tell something, and the unit.
const digits = (least, most) => new Intl.NumberFormat("en-US", { minimumFractionDigits: least, maximumFractionDigits: most });
const whole = digits(0, 0), some = digits(0, 2), one = digits(1, 1);

function figure(value, measure, withUnit = true) {
  if (value === null || value === undefined) return "–";
  if (typeof value === "string") return value;
  if (measure.format === "percent") return (Math.abs(value) < 0.0995 && value !== 0 ? some : one).format(value * 100) + " %";
  const size = Math.abs(value);
  const text = measure.format === "integer" || size >= 1000 ? whole.format(value) : some.format(value);
  return withUnit && measure.unit ? `${text} ${measure.unit}` : text;
}

const axisTitle = (measure, title) => {
  const unit = measure.format === "percent" ? "%" : measure.unit;
  return !unit || title.toLowerCase().includes(unit.toLowerCase()) ? title : title ? `${title} (${unit})` : unit;
};

function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter(child => child !== null && child !== undefined));
  return made;
}
