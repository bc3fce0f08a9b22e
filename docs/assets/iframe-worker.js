// A page that is opened from a disk may start no worker: there the search runs in a hidden frame instead.
// (The site builder takes this file for the same of its own, which it would load from another host.)
if (location.protocol === "file:") {
  window.Worker = class {
    constructor(address) {
      this.frame = document.createElement("iframe");
      this.frame.hidden = true;
      document.body.append(this.frame);
      const inside = this.frame.contentWindow;
      inside.document.open();
      inside.document.write("<!doctype html><title>search</title><body>");
      inside.document.close();
      inside.postMessage = (data) => this.onmessage?.(new MessageEvent("message", { data }));
      const script = inside.document.createElement("script");
      this.ready = new Promise((loaded) => {
        script.onload = () => loaded(inside);
      });
      script.onerror = () => this.onerror?.(new ErrorEvent("error", { cancelable: true }));
      script.src = new URL(address, location).href;
      inside.document.body.append(script);
    }

    postMessage(data) {
      const sent = structuredClone(data);
      this.ready.then((inside) => inside.onmessage(new MessageEvent("message", { data: sent })));
    }

    terminate() {
      this.frame.remove();
    }
  };
}
