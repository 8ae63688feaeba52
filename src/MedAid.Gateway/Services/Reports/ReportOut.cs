using Google.Protobuf;
using MedAid.Contract.Reports.V1;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Reports.Figures;
using MedAid.Reports.Files;
using MedAid.Reports.Making;
using MedAid.Tables;

namespace MedAid.Gateway.Services;

/// <summary>Forms, deadlines and reports as the contract has them.</summary>
internal static class ReportOut
{
    public static Contract.Reports.V1.ReportForm Form(Core.Policy.ReportForm form, (ReportPeriod Period, DateOnly Day) next) => new()
    {
        Form = form.Id,
        Title = form.Title,
        Region = form.Region,
        Cite = form.Citation.Cite,
        Every = form.Every switch { ReportEvery.Month => "month", ReportEvery.Quarter => "quarter", _ => "year" },
        SinceDate = PlainText.Day(form.Since),
        Receivers = { form.To },
        Copies = { form.Copies },
        NextPeriod = next.Period.Text,
        NextDueDate = PlainText.Day(next.Day),
        EnteredCells = { FigurePlaces.Entered(form) },
    };

    public static Contract.Reports.V1.DueReport Due(MedAid.Reports.Making.DueReport due, DateOnly today, ReportOffice office) => new()
    {
        Form = due.Form.Id,
        Title = due.Form.Title,
        Period = due.Period.Text,
        CountyCode = due.CountyCode.Text,
        DueDate = PlainText.Day(due.DueDay),
        LastWorkingDate = PlainText.Day(due.WorkingDay),
        DaysLeft = due.DaysLeft(today),
        Receivers = { due.Form.To },
        Contact = office.ContactOf(due.CountyCode),
        FiledDate = PlainText.Day(due.FiledDay),
    };

    public static ReportFile File(ReportTable report, OutputFormat kind) => new()
    {
        FileName = ReportFiles.NameOf(report, kind),
        MediaType = OutputFormats.MediaTypeOf(kind),
        File = ByteString.CopyFrom(ReportFiles.Of(report, kind)),
        FromDate = PlainText.Day(report.From),
        ThroughDate = PlainText.Day(report.To),
        DueDate = PlainText.Day(report.DueDay),
        Remarks = { report.Remarks },
        HasUnknown = report.HasUnknown,
        Lines = { report.Lines.Select(l => Line(report, l)) },
    };

    private static Contract.Reports.V1.ReportLine Line(ReportTable report, MedAid.Reports.Making.ReportLine line)
    {
        var told = new Contract.Reports.V1.ReportLine { Row = line.Id, Title = line.Title };
        foreach (var (place, cell) in report.Columns.Zip(line.Cells))
        {
            var one = new Contract.Reports.V1.ReportCell
            {
                Column = $"{place.Group.Id}.{place.Column.Id}", Text = ReportFiles.Text(cell), Unknown = cell.Unknown,
            };
            if (cell.Value is { } value)
            {
                one.Value = value;
            }

            told.Cells.Add(one);
        }

        return told;
    }
}
