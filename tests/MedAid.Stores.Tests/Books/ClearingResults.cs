using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Settlement.Writes;

namespace MedAid.Stores.Tests.Books;

/// <summary>What a test asks of a result of the clearing book.</summary>
internal static class ClearingResults
{
    extension(Result<ClearingRecord> result)
    {
        /// <summary>The record; null: there is none.</summary>
        public ClearingRecord? Record => result.Match((record, _) => (ClearingRecord?)record, () => null, _ => null);

        /// <summary>Why it was refused.</summary>
        public ClearingRefusal Refusal => result.Match(
            (_, _) => ClearingRefusal.None, () => ClearingRefusal.RequestIdReused, fault => ((ClearingFault)fault).Refusal);
    }
}
