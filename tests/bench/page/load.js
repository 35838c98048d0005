// How adapters bring their library into the page.

function added(element) {
  return new Promise((resolve, reject) => {
    element.onload = () => resolve();
    element.onerror = () => reject(new Error(`could not load ${element.src ?? element.href}`));
    document.head.append(element);
  });
}

export const loadScript = (src) => added(Object.assign(document.createElement("script"), { src }));
export const loadStyle = (href) => added(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
