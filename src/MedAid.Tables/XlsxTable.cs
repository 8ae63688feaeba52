using DocumentFormat.OpenXml.Packaging;

namespace MedAid.Tables;

/// <summary>The lines of the first sheet of an Excel workbook, hidden or not.</summary>
internal static class XlsxTable
{
    /// <summary>What is said of a workbook that is damaged in whatever way.</summary>
    public const string Broken = $"不是规范的 XLSX，或文件已损坏；{FileKind.SaveAgain}";

    /// <summary>All lines that hold anything; what cannot be read is a fault.</summary>
    public static Table Read(byte[] content, CancellationToken cancellationToken)
    {
        try
        {
            XlsxArchive.Check(content, cancellationToken);
            using var book = SpreadsheetDocument.Open(new MemoryStream(content, writable: false), isEditable: false);
            return Lines(book.WorkbookPart ?? throw new TableFaultException(1, Broken), cancellationToken);
        }
        catch (TableFaultException e)
        {
            return Table.Broken(e.Line, e.Message);
        }
        catch (OperationCanceledException)
        {
            throw;
        }
#pragma warning disable CA1031 // What the readers of archives and packages throw for damaged ones is not listed anywhere.
        catch (Exception e) when (e is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            return Table.Broken(1, Broken);
        }
    }

    private static Table Lines(WorkbookPart book, CancellationToken cancellationToken)
    {
        var (sheet, isFrom1904) = FirstSheet(book, cancellationToken);
        var shared = SharedTexts(book.SharedStringTablePart, cancellationToken);
        var areDays = XlsxStyles.AreDays(book.WorkbookStylesPart, cancellationToken);
        using var reader = new PartReader(sheet, cancellationToken);
        return new XlsxSheet(reader, shared, areDays, isFrom1904).Read();
    }

    private static (WorksheetPart Sheet, bool IsFrom1904) FirstSheet(WorkbookPart book, CancellationToken cancellationToken)
    {
        using var reader = new PartReader(book, cancellationToken);
        WorksheetPart? sheet = null;
        var isFrom1904 = false;
        while (reader.Read())
        {
            if (reader.Begins("workbookPr"))
            {
                isFrom1904 = reader.Attribute("date1904") is "1" or "true";
            }
            else if (sheet is null && reader.Begins("sheet") && reader.Relation() is { } relation)
            {
                // A sheet that is a chart has no lines.
                sheet = book.GetPartById(relation) as WorksheetPart;
            }
        }

        return (sheet ?? throw new TableFaultException(1, $"工作簿里没有工作表；{FileKind.SaveAgain}"), isFrom1904);
    }

    private static List<string> SharedTexts(SharedStringTablePart? part, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        if (part is null)
        {
            return texts;
        }

        using var reader = new PartReader(part, cancellationToken);
        long characters = 0;
        while (reader.Read())
        {
            if (reader.Begins("si"))
            {
                texts.Add(CellText.Plain(reader.Runs()));
                TableLines.CheckText(1, texts[^1]);
                characters += texts[^1].Length;
            }

            if (texts.Count > Limits.SharedTextsMax || characters > Limits.TextsMax)
            {
                throw new TableFaultException(1, "工作簿的文字总量太大，请分成几个文件");
            }
        }

        return texts;
    }
}
