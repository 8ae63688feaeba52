using MedAid.Core;

namespace MedAid.Bureau.Visits;

/// <summary>A file of the reconciliation (9101, 9102): rows of ids and sums.</summary>
/// <param name="FileId">Its id (file_qury_no).</param>
/// <param name="HospitalCode">Whose it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Content">Its bytes.</param>
public sealed record StatementFile(string FileId, HospitalCode HospitalCode, string Name, byte[] Content);
