// Adds a button beside each address that copies it. Without this script the address is there to be selected.
// The words are attributes of the script's element. Without them, it does nothing.
const copyWords = document.currentScript.dataset;
for (const input of copyWords.copyOf ? document.querySelectorAll(".address input") : []) {
  const said = document.createElement("span");
  said.className = "said";
  said.setAttribute("role", "status");
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = copyWords.copy;
  button.setAttribute("aria-label", copyWords.copyOf.replace("{name}", () => input.dataset.name));
  button.addEventListener("click", async () => {
    said.textContent = "";
    input.select();
    let done = true;
    try {
      await navigator.clipboard.writeText(input.value);
    } catch {
      // The clipboard is for https alone, and may be forbidden; what is selected can still be copied.
      done = document.execCommand("copy");
    }
    // Emptied before, so that a second press is told as well.
    await new Promise((next) => setTimeout(next, 100));
    said.textContent = done ? copyWords.copied : copyWords.byHand;
  });
  input.addEventListener("focus", () => input.select());
  input.closest(".address").append(button, said);
}
