using System.CommandLine;
using WebCap.Cli.Capture;
using WebCap.Cli.Server;
using WebCap.Cli.Text;

namespace WebCap.Cli.Commands;

/// <summary><c>webcap compile tcp port 80</c>: the program that a filter becomes, or what is wrong with it.</summary>
internal static class CompileCommand
{
    public static Command Create(Session session)
    {
        var filter = CaptureArguments.Filter();
        var networkInterface = new Option<string?>("--interface", "-i") { Description = "The interface whose frames it will see; it decides the link type. Else Ethernet.", HelpName = "NAME" };
        var linkType = new Option<int?>("--link-type", "-y") { Description = "The link type by its number, where no interface is named.", HelpName = "N" };
        var snapLength = NumberOption.Create("--snap-length", "Bytes that the program accepts of a frame.", "BYTES", "-s");
        var command = new Command("compile", "The program that a capture filter becomes, as tcpdump -d prints it.") { filter, networkInterface, linkType, snapLength };
        command.SetAction(async (arguments, stop) =>
        {
            using var server = session.Connect(arguments);
            var question = new CompileQuestion(
                CaptureArguments.Join(arguments.GetValue(filter)), arguments.GetValue(networkInterface), arguments.GetValue(linkType), arguments.GetValue(snapLength));
            var answer = await server.PostAsync("/api/filters/compile", question, ServerJson.Default.CompileQuestion, stop);
            if (arguments.GetValue(ServerOptions.Json))
            {
                await session.Output.WriteLineAsync(answer);
                return;
            }

            var listing = server.Read(answer, ServerJson.Default.CompiledAnswer).Listing;
            if (listing.Length == 0) await session.Error.WriteLineAsync("The empty filter has no program: everything is accepted.");
            else await session.Output.WriteLineAsync(TerminalText.Lines(listing.TrimEnd('\n')));
        });
        return command;
    }
}
