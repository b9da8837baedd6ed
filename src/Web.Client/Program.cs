using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using WebCap.Client;
using WebCap.Client.Appearance;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
await Theme.LoadAsync();
await builder.Build().RunAsync();
