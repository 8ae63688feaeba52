using MedAid.People.Privacy;
using MedAid.People.Storage;

namespace MedAid.Gateway.Hosting;

/// <summary>
/// Whether this gateway has every key that names and id numbers on the database are sealed by. Several gateways that each made a file of
/// their own settle alike and show no names of each other's persons; nobody would notice until a list is wanted.
/// </summary>
internal sealed class DetailKeyWatch(PeopleStore store, DetailVault vault, ILogger<DetailKeyWatch> logger)
{
    private string missing = "";

    /// <summary>Ids of the missing keys as last seen; empty: none.</summary>
    public string Missing => Volatile.Read(ref missing);

    /// <summary>Asks the database and says in the log what has changed.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var used = await store.KeyIdsAsync(cancellationToken);
        var now = string.Join('、', used.Where(id => !vault.Keys.Has(id)));
        if (Interlocked.Exchange(ref missing, now) == now)
        {
            return;
        }

        if (now.Length > 0)
        {
            Log.DetailKeysMissing(logger, now);
        }
        else
        {
            Log.DetailKeysComplete(logger);
        }
    }
}
