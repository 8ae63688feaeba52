namespace MedAid.Cli;

/// <summary>What <c>medaid</c> leaves to the shell. Documented in docs/OPERATIONS.md.</summary>
internal static class ExitCode
{
    /// <summary>Done, and nothing to complain of.</summary>
    public const int Done = 0;

    /// <summary>Done, but something failed: an example, a pack; or nothing ran.</summary>
    public const int Failed = 1;

    /// <summary>The command line was not understood.</summary>
    public const int Usage = 2;

    /// <summary>Settings or packs do not let it start.</summary>
    public const int Configuration = 3;

    /// <summary>The gateway could not be reached, or its answer is not known.</summary>
    public const int Unreachable = 4;

    /// <summary>A rule refused the visit.</summary>
    public const int Refused = 5;

    /// <summary>A defect of the program; the message names the file that holds the details.</summary>
    public const int Defect = 6;
}
