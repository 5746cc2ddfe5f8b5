// form[data-passkey] gets a passkey from the browser and is sent with what it answers: "add" makes one, "use" shows one
// of those that the page names, "login" any one of this site, for which the form's address is asked first.
const WORDS = {
  NotAllowedError: "No passkey was given. Try again, or use another way.",
  InvalidStateError: "This device has a passkey for your account already.",
  SecurityError: "Passkeys need https, or localhost on your own machine.",
  NotSupportedError: "This device cannot make the kind of passkey that is needed.",
};

// Why the site refuses, where it says so in words for the reader.
const reason = (answer) => answer.json().then((told) => told.detail, () => undefined);

const asked = async (form) => {
  if (form.dataset.passkey !== "login") return JSON.parse(document.getElementById("passkey-options").textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw Object.assign(new Error(`the site answered ${answer.status}`), { says: await reason(answer) });
  return answer.json();
};

const made = (options) => {
  options.publicKey.authenticatorSelection = { residentKey: "required", requireResidentKey: true, userVerification: "required" };
  return window.webauthnJSON.create(options);
};

const shown = (options) => {
  options.publicKey.userVerification = "required";
  return window.webauthnJSON.get(options);
};

const go = async (form, say) => {
  say("");
  try {
    const options = await asked(form);
    const passkey = await (options.creation_options ? made(options.creation_options) : shown(options.request_options));
    form.elements.credential.value = JSON.stringify(passkey);
    form.submit();
  } catch (error) {
    say(error.says ?? WORDS[error.name] ?? "That did not work. Try again, or use another way.");
  }
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const says = form.querySelector("[data-passkey-says]");
  form.querySelector(".passkey-needs").remove();
  const say = (words) => { says.textContent = words; };
  if (!window.PublicKeyCredential || !window.webauthnJSON) {
    say("This browser knows no passkeys.");
    continue;
  }
  const button = form.querySelector("[data-passkey-go]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    await go(form, say);
    button.disabled = false;
  });
  // Enter in the name of a new passkey is the same as the button.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.click();
  });
}
