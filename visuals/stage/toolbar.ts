/** A few buttons in a corner that are there only while somebody moves the pointer. */
export class Toolbar {
  readonly #element = document.createElement("div");

  constructor() {
    this.#element.className = "toolbar";
    document.body.append(this.#element);
  }

  /** Adds a button; `pressed` of the result shows whether what it switches is on. */
  button(label: string, hint: string, press: () => void): { pressed: (on: boolean) => void } {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.title = hint;
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      press();
      // The keys are the page's, not the button's.
      button.blur();
    });
    button.addEventListener("dblclick", (event) => event.stopPropagation());
    this.#element.append(button);
    return { pressed: (on) => button.setAttribute("aria-pressed", String(on)) };
  }

  set active(active: boolean) {
    this.#element.classList.toggle("active", active);
  }
}
