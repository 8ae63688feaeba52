using MedAid.Core;
using MedAid.People.Rosters;
using MedAid.Settlement.People;
using MedAid.Tables;

namespace MedAid.People.Qualifications;

/// <summary>A line of the managed patients' list.</summary>
public sealed record ManagedLine(int Number, string IdNumber, ManagedPatient Patient);

/// <summary>Outcome of a line that was not taken in.</summary>
public sealed record ManagedFault(int Line, string Code, string Message);

/// <summary>Reads the managed patients' list: good lines and, of the bad ones, what to do. Faults name lines and no persons.</summary>
public sealed record ManagedList(IReadOnlyList<ManagedLine> Lines, IReadOnlyList<ManagedFault> Faults)
{
    private static readonly string[] Columns = ["身份证号码", "病种编码", "管理机构编码", "是否用药"];

    /// <summary>Reads a file, CSV or XLSX.</summary>
    public static async Task<ManagedList> ReadAsync(byte[] file, CancellationToken cancellationToken) =>
        Of(await TableFile.ReadAsync(file, cancellationToken));

    /// <summary>Reads a table.</summary>
    internal static ManagedList Of(Table table)
    {
        if (table.Lines.Count == 0 || !table.Lines[0].Cells.Take(Columns.Length).SequenceEqual(Columns))
        {
            return new ManagedList([], table.Faults.Count > 0
                ? [.. table.Faults.Select(FaultOf)]
                : [new ManagedFault(1, "HEADER_UNKNOWN", $"第一行应为 {string.Join(',', Columns)}")]);
        }

        var lines = new List<ManagedLine>();
        var faults = table.Faults.Select(FaultOf).ToList();
        var seen = new HashSet<(string, string)>();
        foreach (var line in table.Lines.Skip(1))
        {
            var cells = line.Cells.Concat(Enumerable.Repeat("", Columns.Length)).Take(Columns.Length).ToArray();
            var id = cells[0].ToUpperInvariant();
            if (ShortenedNumber.Is(line, 0, id))
            {
                faults.Add(new ManagedFault(
                    line.Number, "ID_NUMBER_NOT_TEXT", "身份证号码被表格程序当作数字，末几位已丢失；请把该列设为文本格式后重新录入"));
            }
            else if (IdNumberProblem.Of(id) is { } problem)
            {
                faults.Add(new ManagedFault(line.Number, "ID_NUMBER_INVALID", problem.Text));
            }
            else if (line.Numeric.Any(c => c is 1 or 2))
            {
                faults.Add(new ManagedFault(line.Number, "CODE_NOT_TEXT", "编码被表格程序当作数字，开头的 0 可能已丢失；请设为文本格式后重新录入"));
            }
            else if (cells[3] is not ("是" or "否"))
            {
                faults.Add(new ManagedFault(line.Number, "DRUGS_UNKNOWN", "是否用药要填是或否"));
            }
            else if (!seen.Add((id, cells[1])))
            {
                faults.Add(new ManagedFault(line.Number, "DUPLICATE_PERSON", "同一人同一病种在名单上出现两次，按第一次办"));
            }
            else
            {
                lines.Add(new ManagedLine(line.Number, id, new ManagedPatient(cells[1], new HospitalCode(cells[2]), cells[3] == "是")));
            }
        }

        return new ManagedList(lines, faults);
    }

    private static ManagedFault FaultOf(TableFault fault) => new(fault.Line, fault.Code, fault.Message);
}
