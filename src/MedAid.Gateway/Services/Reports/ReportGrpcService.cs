using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.Reports.V1;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Gateway.Calls;
using MedAid.Reports.Figures;
using MedAid.Reports.Files;
using MedAid.Reports.Making;
using MedAid.Settlement.Reference;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.Services;

/// <summary>The calls about reports that notices demand: check the fields, ask one use case, map out. For gRPC and HTTP/JSON alike.</summary>
internal sealed class ReportGrpcService(
    ReportMaker maker, FigureStore figures, ReferenceDataHolder reference, TimeProvider time, IRequestLog requests)
    : ReportService.ReportServiceBase, IRecall
{
    private const int DaysMax = 366;

    public IRequestLog Requests => requests;

    public Task<IMessage?> AnswerAsync(IMessage request, string subject, ServerCallContext context) => Task.FromResult<IMessage?>(
        request is FileReportRequest ? new FileReportResponse { Subject = subject } : new EnterReportFigureResponse { Subject = subject });

    public override Task<ListReportFormsResponse> ListReportForms(ListReportFormsRequest request, ServerCallContext context)
    {
        var fields = new RequestFields();
        var page = fields.Page(request);
        fields.Check();
        var (forms, next) = page.Cut([.. maker.Forms.Skip(page.Skip).Take(page.Size + 1)]);
        return Task.FromResult(new ListReportFormsResponse { Forms = { forms.Select(f => ReportOut.Form(f, maker.Next(f))) }, NextPageToken = next });
    }

    public override async Task<ListDueReportsResponse> ListDueReports(ListDueReportsRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().That(
            !request.HasDays || request.Days is >= 0 and <= DaysMax, "days", FieldRule.OutOfRange, $"天数要在 0 和 {DaysMax} 之间");
        var page = fields.Page(request);
        fields.Check();
        var due = await maker.DueAsync(request.HasDays ? request.Days : null, request.WithFiled, context.CancellationToken);
        var (shown, next) = page.Cut([.. due.Skip(page.Skip).Take(page.Size + 1)]);
        return new ListDueReportsResponse
        {
            Reports = { shown.Select(d => ReportOut.Due(d, maker.Today, reference.Current.Reports.Office)) }, NextPageToken = next,
        };
    }

    public override async Task<ReportFile> GetReport(GetReportRequest request, ServerCallContext context)
    {
        var fields = new RequestFields().Text("form", request.Form, "报表编号").County(request.CountyCode, optional: true)
            .TextOrNone("period", request.Period, "期间");
        var through = fields.DayOrNone("through_date", request.ThroughDate);
        var kind = fields.Format(request.Format, ReportFiles.Kinds);
        fields.Check();
        var made = await maker.MakeAsync(
            new ReportOrder(request.Form, request.Period, new CountyCode(request.CountyCode), through), context.CancellationToken);
        return ReportOut.File(Faults.ValueOf(made), kind);
    }

    public override async Task<EnterReportFigureResponse> EnterReportFigure(EnterReportFigureRequest request, ServerCallContext context)
    {
        var fields = Head(context, request.Form, request.CountyCode).Text("source", request.Source, "数据来源", Settlement.Limits.ReasonMax)
            .Note("source", request.Source, "数据来源").Text("cell", request.Cell, "位置", Settlement.Limits.NameMax);
        var carried = request.CarriedThroughDate.Length > 0;
        var day = carried ? fields.PastDay("carried_through_date", request.CarriedThroughDate, maker.Today) : default;
        var form = FormOf(request.Form, fields);
        fields.That(
            carried != request.Period.Length > 0, "period", FieldRule.OnlyOne, "期间和结转截止日写一个：本期录入写期间，结转数写截止日");
        CheckPeriod(fields, form, request.Period, optional: true);
        CheckValue(fields, request, FigurePlaces.MeasureOf(form, request.Cell, carried));
        var head = fields.Head(context, time);
        var figure = new EnteredFigure(
            form.Id, new CountyCode(request.CountyCode), request.Period, request.Cell, carried ? day : null,
            request.HasCount ? request.Count : request.HasAmountFen ? request.AmountFen : null, request.Words, request.Source);
        return new EnterReportFigureResponse { Subject = Faults.ValueOf(await figures.EnterAsync(head, figure, context.CancellationToken)) };
    }

    public override async Task<FileReportResponse> FileReport(FileReportRequest request, ServerCallContext context)
    {
        var fields = Head(context, request.Form, request.CountyCode).Note("note", request.Note, "备注", Settlement.Limits.ReasonMax);
        var day = request.FiledDate.Length > 0 ? fields.PastDay("filed_date", request.FiledDate, maker.Today) : maker.Today;
        var form = FormOf(request.Form, fields);
        CheckPeriod(fields, form, request.Period, optional: false);
        var head = fields.Head(context, time);
        var filing = new ReportFiling(form.Id, new CountyCode(request.CountyCode), request.Period, day, request.Note);
        return new FileReportResponse { Subject = Faults.ValueOf(await figures.FileAsync(head, filing, context.CancellationToken)) };
    }

    private static RequestFields Head(ServerCallContext context, string form, string county) =>
        new RequestFields().Write(context).Text("form", form, "报表编号").County(county, optional: true);

    /// <summary>The form; bad fields come first, for the form may be one of them.</summary>
    private Core.Policy.ReportForm FormOf(string id, RequestFields fields)
    {
        fields.Check();
        return maker.Find(id) ?? throw Faults.Error(new Fault("REPORT_FORM_NOT_FOUND"));
    }

    private static void CheckPeriod(RequestFields fields, Core.Policy.ReportForm form, string period, bool optional) => fields.That(
        (optional && period.Length == 0) || ReportPeriod.Read(form.Every, period) is not null, "period", FieldRule.Format,
        ReportPeriod.FormOf(form.Every));

    /// <summary>A place holds a number, an amount or words, and nothing else is given for it.</summary>
    private static void CheckValue(RequestFields fields, EnterReportFigureRequest request, ReportMeasure? measure)
    {
        if (measure is not { } holds)
        {
            fields.That(false, "cell", FieldRule.UnknownWord, "这份报表没有这个位置，或这里不能录入；位置见报表清单，结转数只写在由台账统计的列");
            return;
        }

        var (isText, isYuan) = (ReportWords.IsText(holds), ReportWords.IsYuan(holds));
        fields.That(
            request.HasCount == (!isText && !isYuan), "count", FieldRule.OnlyOne, isText || isYuan ? "这里不写个数" : "这里要写个数（人数、人次等）")
            .That(request.HasAmountFen == isYuan, "amount_fen", FieldRule.OnlyOne, isYuan ? "这里要写金额，以分为单位" : "这里不写金额")
            .That(request.Words.Length > 0 == isText, "words", FieldRule.OnlyOne, isText ? "这里要写文字" : "这里不写文字")
            .That(request.Count >= 0, "count", FieldRule.OutOfRange, "个数不能为负")
            .That(
                Int128.Abs(request.AmountFen) <= MedAid.Reports.Limits.ReportFenMax, "amount_fen", FieldRule.OutOfRange,
                "金额过大，请核对单位是不是分")
            .That(
                request.Words.Length <= MedAid.Reports.Limits.ReportWordsMax && !request.Words.Any(char.IsControl), "words", FieldRule.Format,
                $"文字最多 {MedAid.Reports.Limits.ReportWordsMax} 个，不能有控制字符")
            .That(!MedAid.Settlement.People.IdNumber.IsInside(request.Words), "words", FieldRule.IdNumberInside, "文字里不能写身份证号码");
    }
}
