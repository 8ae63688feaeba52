using MedAid.Gateway.OpenApi;
using MedAid.Gateway.Pages;
using MedAid.Gateway.Services;

namespace MedAid.Gateway;

/// <summary>What a browser shows at <c>/</c>: what this is, and where everything else is.</summary>
internal static class HomePage
{
    /// <summary>Verbs that read.</summary>
    public static readonly string[] Reading = ["GET", "HEAD"];

    private static readonly string Html =
        $"""
        <!DOCTYPE html>
        <html lang="zh-CN"><head><meta charset="utf-8"><title>MedAid 医疗救助一站式结算网关</title>
        <style>body {"{"} font: 16px/1.8 sans-serif; max-width: 42em; margin: 2em auto; padding: 0 1em {"}"}</style></head><body>
        <h1>MedAid 医疗救助一站式结算网关</h1>
        <p>本机供医院信息系统和 medaid 命令调用；可以在这里填写的只有医嘱费用提示。</p>
        <ul>
        <li><a href="/swagger">接口页面</a>（<a href="{OpenApiDocument.Path}">OpenAPI</a>）</li>
        <li><a href="{PhysicianPage.Path}">医嘱费用提示</a></li>
        <li><a href="{BureauPage.Path}">医保平台链路</a></li>
        <li><a href="/readyz">现在能否结算</a>　<a href="/v1/version">版本</a></li>
        <li>名单表格：{string.Join("　", TemplateDownloads.Forms.Select(f => $"<a href=\"{f.Path}\">{f.Title}</a>"))}</li>
        </ul>
        <p>使用说明见安装包内的 README.md 和 docs 目录。</p>
        </body></html>

        """;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapMethods("/", Reading, () => TypedResults.Content(Html.ReplaceLineEndings("\n"), "text/html; charset=utf-8"));
}
