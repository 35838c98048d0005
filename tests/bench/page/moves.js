// A mouse that goes over a chart. Every library gets the same events, on whatever element lies
// under the pointer: a pointer event and a mouse event, of which each takes the one it knows.

function events(kind, target, at, from) {
  const options = {
    bubbles: true,
    cancelable: true,
    composed: true,
    view: window,
    clientX: at.x,
    clientY: at.y,
    screenX: at.x,
    screenY: at.y,
    movementX: at.x - from.x,
    movementY: at.y - from.y,
  };
  const pointer = { ...options, pointerId: 1, pointerType: "mouse", isPrimary: true, button: -1 };
  target.dispatchEvent(new PointerEvent(`pointer${kind}`, pointer));
  target.dispatchEvent(new MouseEvent(`mouse${kind}`, options));
}

/** From left to right over the plot of `root`, up and down on the way; whole pixels. */
export function path(root, width, height, count) {
  const box = root.getBoundingClientRect();
  return Array.from({ length: count }, (_, i) => ({
    x: Math.round(box.left + width * (0.06 + (0.9 * i) / count)),
    y: Math.round(box.top + height * (0.5 + 0.25 * Math.sin(i / 9))),
  }));
}

/** The pointer comes in; what libraries do at this moment is not part of a move. */
export function enter(at) {
  const target = document.elementFromPoint(at.x, at.y);
  events("over", target, at, at);
  for (let element = target; element; element = element.parentElement) {
    element.dispatchEvent(new PointerEvent("pointerenter", { clientX: at.x, clientY: at.y, pointerType: "mouse" }));
    element.dispatchEvent(new MouseEvent("mouseenter", { clientX: at.x, clientY: at.y }));
  }
}

/** Prepares a move; the function that it gives is the move itself. */
export function move(at, from) {
  const target = document.elementFromPoint(at.x, at.y);
  return () => events("move", target, at, from);
}
