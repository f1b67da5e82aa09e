// Posts the one form on a page between two others; without a script its button does.
document.querySelector("[data-go-on]")?.requestSubmit();
