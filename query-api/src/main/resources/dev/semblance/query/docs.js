// No validatorUrl: it would send the contract to a server of others.
window.ui = SwaggerUIBundle({
  url: "openapi.yaml",
  dom_id: "#contract",
  deepLinking: true,
  validatorUrl: null,
});
