using MedAid.Settlement.People;
using MedAid.Settlement.Ports;

namespace MedAid.Gateway.Hosting;

/// <summary>
/// Keeps everybody from the register until it has been filled and its key is known to fit. Before that, nobody would be found in it, and
/// "not insured" is a final answer that is kept for good.
/// </summary>
internal sealed class RegisterGate(IEligibilityRegister register) : IEligibilityRegister
{
    private volatile bool open;
    private volatile string waitsFor = "";

    public bool IsOpen => open;

    /// <summary>What keeps it shut, in Chinese; empty: nothing was tried yet.</summary>
    public string WaitsFor
    {
        get => waitsFor;
        set => waitsFor = value;
    }

    public void Open() => open = true;

    public Task<Eligibility?> FindAsync(string idNumberHash, CancellationToken cancellationToken) => open
        ? register.FindAsync(idNumberHash, cancellationToken)
        : Task.FromException<Eligibility?>(new LedgerUnavailableException($"人员登记库还没有装载：{waitsFor}"));

    public Task<bool> ClaimKeyAsync(string fingerprint, CancellationToken cancellationToken) =>
        register.ClaimKeyAsync(fingerprint, cancellationToken);
}
