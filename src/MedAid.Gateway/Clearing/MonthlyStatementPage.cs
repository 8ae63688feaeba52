using System.Net;
using System.Text;
using MedAid.Clearing.Patients;
using MedAid.Core;

namespace MedAid.Gateway.Clearing;

/// <summary>The monthly statement as a page to print: one file without anything from elsewhere, every text escaped.</summary>
internal static class MonthlyStatementPage
{
    private const string Style =
        "body{font-family:sans-serif;margin:2em;color:#111}table{border-collapse:collapse;width:100%}"
        + "th,td{border:1px solid #666;padding:.3em .5em;text-align:left}td.n{text-align:right;white-space:nowrap}"
        + "section{break-inside:avoid}ol{font-size:.9em}";

    public static string Of(string hospital, string name, DateOnly month, string cite, Statements found)
    {
        var page = new StringBuilder("<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>门诊费用每月“一站式”报销明细</title>")
            .Append($"<style>{Style}</style></head><body><h1>门诊费用每月“一站式”报销明细</h1>")
            .Append($"<p>{Text(hospital)}　{Text(name)}　{MonthlyStatementOut.Period(month)}</p>");
        foreach (var statement in found.All)
        {
            page.Append($"<p>人员编号 {Text(statement.PersonKey)}，参保地 {Text(statement.CountyCode)}，就诊 {statement.Visits.Count} 次。</p>");
            Table(page, statement);
            Explain(page, statement);
        }

        page.Append(found.All.Count == 0 ? "<p>本月没有列入的就诊。</p>" : "");
        page.Append(found.Unclassified > 0 ? $"<p>另有 {found.Unclassified} 笔结算没有记下医疗类别，未列入。</p>" : "");
        return page.Append(cite.Length > 0 ? $"<p>依据：{Text(cite)}</p>" : "").Append("</body></html>").ToString();
    }

    private static void Table(StringBuilder page, MonthlyStatement statement)
    {
        var payers = statement.Total.Payers;
        page.Append("<table><thead><tr><th>日期</th><th>费用</th><th>减免</th>")
            .AppendJoin("", payers.Select(p => $"<th>{Text(p.Name)}<br>{Text(p.Fund)}</th>"))
            .Append("<th>其中垫付</th><th>医院承担</th><th>个人负担</th><th>已付</th><th>仍欠</th></tr></thead><tbody>");
        foreach (var visit in statement.Visits)
        {
            Row(page, $"{visit.ServiceDate:yyyy-MM-dd}", payers, visit.Total);
        }

        Row(page, "合计", payers, statement.Total);
        page.Append("</tbody></table>");
    }

    private static void Row(StringBuilder page, string title, IReadOnlyList<PayerTotal> columns, StatementTotal total)
    {
        long[] fen =
        [
            total.GrossFen, total.WaivedFen,
            .. columns.Select(c => total.Payers.Where(p => p.Layer == c.Layer && p.Fund == c.Fund).Sum(p => p.PaidFen)),
            total.Payers.Sum(p => p.AdvancedFen), total.HospitalBorneFen, total.PatientFen, total.PaidFen, total.OwedFen,
        ];
        page.Append($"<tr><td>{title}</td>").AppendJoin("", fen.Select(f => $"<td class=\"n\">{ExactNumber.Yuan(f)}</td>")).Append("</tr>");
    }

    private static void Explain(StringBuilder page, MonthlyStatement statement)
    {
        foreach (var visit in statement.Visits)
        {
            page.Append($"<section><h2>{visit.ServiceDate:yyyy-MM-dd}　{Text(visit.SettlementId)}</h2><ol>")
                .AppendJoin("", visit.Sentences.Select(s => $"<li>{Text(s)}</li>")).Append("</ol></section>");
        }
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
