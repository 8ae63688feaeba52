namespace MedAid.Simulator;

/// <summary>The simulator cannot start or was told something that it does not know, with one Chinese sentence that says why.</summary>
public sealed class SimulatorException(string message) : Exception(message);
