using MedAid.Settlement.Ports;

namespace MedAid.Stores.Tests.Cache;

public sealed class InProcessCacheTests : CacheContract
{
    private protected override Task<IEligibilityCache> OpenAsync() =>
        Task.FromResult<IEligibilityCache>(new InProcessCache(TimeProvider.System));
}
