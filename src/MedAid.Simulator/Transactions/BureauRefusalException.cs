namespace MedAid.Simulator.Transactions;

/// <summary>The bureau refuses a message, with one Chinese sentence.</summary>
internal sealed class BureauRefusalException(string message) : Exception(message);
