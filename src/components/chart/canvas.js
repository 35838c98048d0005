// Draws a recording on the 2D context of a canvas: one call into JavaScript for a whole picture,
// instead of one for each corner of each path. `backend.rs` writes recordings and names their parts.
//
// A stroke one pixel wide is a hairline, which browsers draw without working out its outline, some
// ten times faster than any wider one. So a line two or three pixels wide is drawn as hairlines
// side by side, where its colour hides what is under it.
const RECTS = 0, LINE = 1, POLYGON = 2, DOT = 3;
const BRUSHES = [, [[0, 0]], [[0, 0], [-1, 0], [0, -1]], [[0, 0], [-1, 0], [0, -1], [1, 0], [0, 1]]];
const MOST_STYLES = 500;
const styles = new Map();

function style(color) {
  let text = styles.get(color);
  if (!text) {
    if (styles.size >= MOST_STYLES) styles.clear();
    text = "#" + (color >>> 0).toString(16).padStart(8, "0");
    styles.set(color, text);
  }
  return text;
}

export function replay(context, ops) {
  let at = 0;
  while (at < ops.length) {
    const kind = ops[at++], color = ops[at++], width = ops[at++], count = ops[at++];
    if (kind === RECTS) {
      context.fillStyle = style(color);
      for (const end = at + 4 * count; at < end; at += 4) {
        context.fillRect(ops[at], ops[at + 1], ops[at + 2], ops[at + 3]);
      }
    } else if (kind === LINE) {
      const brush = (color & 255) === 255 && BRUSHES[width];
      const shift = brush || width % 2 ? 0.5 : 0;
      const path = new Path2D();
      path.moveTo(ops[at] + shift, ops[at + 1] + shift);
      const end = at + 2 * count;
      for (at += 2; at < end; at += 2) path.lineTo(ops[at] + shift, ops[at + 1] + shift);
      context.strokeStyle = style(color);
      context.lineWidth = brush ? 1 : width;
      for (const [x, y] of brush || BRUSHES[1]) {
        context.setTransform(1, 0, 0, 1, x, y);
        context.stroke(path);
      }
      context.setTransform(1, 0, 0, 1, 0, 0);
    } else {
      context.fillStyle = style(color);
      context.beginPath();
      for (const end = at + 2 * count; at < end; at += 2) {
        if (kind === DOT) context.arc(ops[at], ops[at + 1], width, 0, 2 * Math.PI);
        else context.lineTo(ops[at], ops[at + 1]);
      }
      context.fill();
    }
  }
}

// The marks over a picture follow the pointer: numbers cross into JavaScript, strings are made here.
export function moveTo(element, x, y) {
  element.style.transform = `translate(${x}px,${y}px)`;
}

// A canvas that is read from and copied to, which a graphics processor would only be in the way of.
export function wordsOn(canvas) {
  return canvas.getContext("2d", { willReadFrequently: true });
}

// Letters from images, three numbers each: image, x, y; or the negative of a width to be emptied, x, y.
export function copy(context, images, height, ops) {
  for (let at = 0; at < ops.length; at += 3) {
    const image = images[ops[at]];
    if (image) context.putImageData(image, ops[at + 1], ops[at + 2]);
    else context.fillRect(ops[at + 1], ops[at + 2], -ops[at], height);
  }
}

export function fillBox(context, x, y, width, height, radius) {
  context.beginPath();
  context.roundRect(x, y, width, height, radius);
  context.fill();
}
