using MedAid.Gateway.Hosting;

namespace MedAid.Cli;

/// <summary>What failures of the stores mean for the shell.</summary>
internal static class StoreCalls
{
    /// <summary>Runs a call and turns failures into a sentence and an exit code; whoever broke it off needs no sentence.</summary>
    public static Task<int> GuardAsync(Func<Task<int>> call) => ProgramEnd.GuardAsync(async () =>
    {
        try
        {
            return await call();
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Failed;
        }
    });
}
