// A push service we did not write, on this machine only; it says its port when it is ready.
const { PushApiModel } = require("web-push-testing/src/PushApiModel.js");
const Service = require("web-push-testing/src/server.js");

const model = new PushApiModel();
const service = new Service(model, 0);
const listen = service._app.listen.bind(service._app);
service._app.listen = () => {
  const server = listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    model.notifyUrl = `http://127.0.0.1:${port}/notify/`;
    console.log(port);
  });
  return server;
};
service.startServer();
