using System.CommandLine;
using System.Text;
using MedAid.Cli;
using MedAid.Gateway.Hosting;

ProgramEnd.CatchTheRest();
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
Console.InputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

var root = new RootCommand("medaid：医疗救助一站式结算。例：medaid policy test packs；medaid quote samples/dialysis-visit.json；medaid serve")
{
    PolicyCommands.Create(), CatalogueCommand.Create(), QuoteCommand.Create(), EntitlementCommands.Create(),
    CapitationCommand.Create(), WaiverCommands.Create(), ExplainCommand.Create(), ServeCommand.Create(),
    HealthCommand.Create(), LedgerCommands.Create(), ReceivableCommands.Create(), DatabaseCommands.Create(), RosterCommands.Create(),
    PersonCommands.Create(), QualificationCommands.Create(), TwoDiseaseCommands.Create(),
    EntitlementGapCommands.Create(), UremiaCommands.Create(),
    ApplicationCommands.Create(),
    PatientCommands.Create(),
    PrecheckCommand.Create(), PrecheckCommand.CreateAcceptance(), ReviewCommands.Create(), PaperCommands.Create(),
    ReportCommands.Create(), InspectionCommand.Create(),
    SimulateCommands.Create(),
    BureauCommands.Create(),
};
var parsed = root.Parse(args);

// The gateway ends by itself when it is told to, with the calls that are under way; the library would cut it off after two seconds.
var patience = new InvocationConfiguration();
patience.ProcessTerminationTimeout = parsed.CommandResult.Command.Name is "serve" ? null : patience.ProcessTerminationTimeout;

// Whatever a command did not foresee ends in a sentence as well; the library would print a stack trace.
patience.EnableDefaultExceptionHandler = false;
return parsed.Errors.Count > 0 ? Usage(parsed) : await ProgramEnd.GuardAsync(() => parsed.InvokeAsync(patience));

static int Usage(ParseResult parsed)
{
    parsed.Invoke();
    return ExitCode.Usage;
}
