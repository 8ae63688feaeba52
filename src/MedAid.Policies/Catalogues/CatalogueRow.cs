using System.Globalization;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Tables;

namespace MedAid.Policies.Catalogues;

/// <summary>One line of a catalogue.</summary>
internal readonly struct CatalogueRow(CatalogueColumns columns, TableLine line, PackProblems problems)
{
    private const int LevelDigits = 2;
    private const int CountyDigits = 6;
    private const int DaysOfSupplyMax = 366;

    /// <summary>The entry, or null with every problem of the line added.</summary>
    public CatalogueItem? Item()
    {
        var before = problems.Found.Count;
        var item = new CatalogueItem
        {
            Code = Required("code"),
            HospitalItemCode = Optional("hospital_item_code"),
            Name = Required("name"),
            Category = Required("category"),
            Class = Class(),
            FirstSelfPay = FirstSelfPay(),
            CeilingMillionths = Number("ceiling", 6),
            CeilingLevel = Digits("ceiling_level", LevelDigits, "医院等级是 2 位数字，如 05"),
            CeilingCounty = CountyCode.OrNull(Digits("ceiling_county", CountyDigits, "县（区）代码是 6 位数字")),
            Restricted = Flag("restricted"),
            Restriction = Text("restriction"),
            CentrallyProcured = Flag("centrally_procured"),
            Substitutes = Text("substitutes").Split([';', ' '], StringSplitOptions.RemoveEmptyEntries),
            DaysOfSupply = DaysOfSupply(),
            IsDialysis = Flag("dialysis"),
            Effective = Day("effective", required: true) ?? default,
            Ends = Day("ends", required: false),
        };
        if (item.Ends < item.Effective)
        {
            Problem(PackProblemCode.OutOfRange, "ends", "失效日期早于生效日期");
        }

        return problems.Found.Count == before ? item : null;
    }

    private string Text(string column) => columns.Text(line, column);

    private void Problem(PackProblemCode code, string column, string message) => problems.Add(code, line.Number, column, message);

    private string? Optional(string column) => Text(column) is { Length: > 0 } text ? text : null;

    private string Required(string column)
    {
        var text = Text(column);
        if (text.Length == 0)
        {
            Problem(PackProblemCode.MissingKey, column, "不能为空");
        }

        return text;
    }

    private ItemClass Class()
    {
        if (Vocabulary.ItemClass.TryFind(Text("class"), out var found))
        {
            return found;
        }

        Problem(PackProblemCode.UnknownWord, "class", "只能是 A、B、C");
        return ItemClass.C;
    }

    private Rate FirstSelfPay()
    {
        if (Number("first_self_pay", Rate.DecimalsMax) is not { } scaled)
        {
            return Rate.Zero;
        }

        if (!Rate.TryCreate(scaled, out var rate))
        {
            Problem(PackProblemCode.OutOfRange, "first_self_pay", "比例要在 0 和 1 之间，10% 写成 0.1");
        }

        return rate;
    }

    private int? DaysOfSupply()
    {
        if (Number("days_of_supply", 0) is not { } days)
        {
            return null;
        }

        if (days is < 1 or > DaysOfSupplyMax)
        {
            Problem(PackProblemCode.OutOfRange, "days_of_supply", $"一个单位可用的天数在 1 和 {DaysOfSupplyMax} 之间");
            return null;
        }

        return (int)days;
    }

    private long? Number(string column, int decimals)
    {
        var text = Text(column);
        if (text.Length == 0)
        {
            return null;
        }

        switch (ExactNumber.Read(text, decimals, out var scaled))
        {
            case NumberProblem.None when scaled >= 0:
                return scaled;
            case NumberProblem.None:
                Problem(PackProblemCode.Negative, column, "不能为负");
                return null;
            case NumberProblem.TooManyDecimals:
                Problem(PackProblemCode.TooManyDecimals, column, $"最多 {decimals} 位小数");
                return null;
            default:
                Problem(PackProblemCode.NotANumber, column, "应是数字");
                return null;
        }
    }

    private string? Digits(string column, int length, string message)
    {
        var text = Optional(column);
        if (text is not null && (text.Length != length || !text.All(char.IsAsciiDigit)))
        {
            Problem(PackProblemCode.OutOfRange, column, message);
        }

        return text;
    }

    private bool Flag(string column)
    {
        var text = Text(column);
        if (text is not ("true" or "false" or ""))
        {
            Problem(PackProblemCode.WrongType, column, "只能是 true 或 false");
        }

        return text == "true";
    }

    private DateOnly? Day(string column, bool required)
    {
        var text = Text(column);
        if (text.Length == 0 && !required)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        Problem(PackProblemCode.BadDate, column, "日期要写成 2022-07-12 这样，且要真有这一天");
        return null;
    }
}
