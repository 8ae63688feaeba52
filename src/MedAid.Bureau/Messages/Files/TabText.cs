using System.Text;
using MedAid.Bureau.Regions;
using MedAid.Core;

namespace MedAid.Bureau.Messages.Files;

/// <summary>
/// Lines with tabs between their columns: no header, no quotes. Empty columns may be the word <c>null</c>, lines may end with a tab, with LF
/// or CR LF, the last with nothing.
/// </summary>
internal static class TabText
{
    private const string NullWord = "null";
    private const int FenDecimals = 2;

    /// <summary>A line of a file.</summary>
    /// <param name="Number">Its number, from 1.</param>
    /// <param name="Cells">Its columns.</param>
    /// <param name="Names">Their names.</param>
    public readonly record struct Line(int Number, string[] Cells, IReadOnlyList<string> Names)
    {
        /// <summary>A column; empty where the line has fewer.</summary>
        public string this[int index] => index < Cells.Length ? Cells[index] : "";

        /// <summary>A column that must not be empty.</summary>
        public string Needed(int index) => this[index] is { Length: > 0 } text ? text : throw Wrong(index, "必填");

        /// <summary>An amount in fen; 0 where there is none.</summary>
        public long Fen(int index) => this[index] is not { Length: > 0 } text ? 0
            : !text.Contains('e', StringComparison.OrdinalIgnoreCase) && ExactNumber.Read(text, FenDecimals, out var fen) == NumberProblem.None ? fen
            : throw Wrong(index, "应是最多两位小数的金额");

        /// <summary>A problem of a column.</summary>
        public NationalRefusedException Wrong(int index, string what) => new($"对账文件第 {Number} 行第 {index + 1} 列（{Names[index]}）{what}");
    }

    /// <summary>The lines of a text; refused if one has too few or too many columns.</summary>
    /// <param name="text">The text.</param>
    /// <param name="names">The names of all columns that a line may have.</param>
    /// <param name="columnsMin">How many it has at least.</param>
    public static IEnumerable<Line> Read(string text, IReadOnlyList<string> names, int columnsMin)
    {
        var number = 0;
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = raw.TrimEnd('\r');
            if (line.Length == 0)
            {
                continue;
            }

            var cells = line.Split('\t', names.Count + 2).Select(c => c.Trim() is NullWord ? "" : c.Trim()).ToArray();
            var columns = cells.Length > columnsMin && cells[^1].Length == 0 ? cells.Length - 1 : cells.Length;
            if (columns < columnsMin || columns > names.Count)
            {
                throw new NationalRefusedException($"对账文件第 {number} 行有 {columns} 列，应有 {columnsMin} 到 {names.Count} 列，用制表符分隔");
            }

            if (number > Limits.FileRowsMax)
            {
                throw new NationalRefusedException($"对账文件超过 {Limits.FileRowsMax} 行，请分期对账");
            }

            yield return new Line(number, cells, names);
        }
    }

    /// <summary>Lines as a region writes them.</summary>
    public static string Write(IEnumerable<IReadOnlyList<string>> rows, FileForm form)
    {
        var text = new StringBuilder();
        var end = form.HasCarriageReturn ? "\r\n" : "\n";
        foreach (var row in rows)
        {
            text.Append(text.Length > 0 && !form.HasLastLineEnd ? end : "")
                .AppendJoin('\t', row.Select(c => c.Length == 0 ? form.Empty : c))
                .Append(form.HasTrailingTab ? "\t" : "").Append(form.HasLastLineEnd ? end : "");
        }

        return text.ToString();
    }

    /// <summary>A text that cannot break the form.</summary>
    public static string Cell(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
}
