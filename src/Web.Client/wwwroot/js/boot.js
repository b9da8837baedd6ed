// Starts the client. A script of its own because the content security policy forbids inline ones.
Blazor.start().catch((error) => {
  console.error(error);
  document.getElementById("app").textContent = "WebCap could not start in this browser: " + error.message;
});
