using MedAid.Core.Policy;
using MedAid.Tables.Tests;

namespace MedAid.Policies.Tests;

public sealed class CatalogueFileTests : IDisposable
{
    private const string Header =
        "code,hospital_item_code,name,category,class,first_self_pay,ceiling,restricted,restriction,unit,effective,ends,note";

    private const string Wide = Header + ",ceiling_level,ceiling_county,centrally_procured,substitutes,days_of_supply,dialysis";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("medaid-catalogue-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_sample_has_over_200_items_and_no_problem()
    {
        var problems = new PackProblems("samples/catalogue.csv");
        var items = CatalogueFile.Read(Path.Combine(AppContext.BaseDirectory, "samples", "catalogue.csv"), problems);
        Assert.Empty(problems.Found);
        Assert.True(items.Count >= 200, $"{items.Count}");
        Assert.All(items, item => Assert.Matches("^(X[0-9A-Z]{22}|Z[0-9A-Z]{18,19}|T[0-9]{18}|C[0-9]{19}|C[0-9]{26}|00[0-9]{13})$", item.Code));
    }

    [Fact]
    public void Every_column_is_read()
    {
        var item = Assert.Single(Good(Wide, "001,H1,透析,treatment,B,0.05,400.5,true,限透析,次,2021-01-01,2021-12-31,样例,,,true,,30,true"));
        Assert.Equal(("001", "H1", "透析", "treatment", ItemClass.B), (item.Code, item.HospitalItemCode, item.Name, item.Category, item.Class));
        Assert.Equal((400_500_000L, true, true, 30), (item.CeilingMillionths, item.Restricted, item.CentrallyProcured, item.DaysOfSupply));
        Assert.Equal((new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31)), (item.Effective, item.Ends));
        Assert.Equal(50_000, item.FirstSelfPay.PerMillion);
        Assert.True(item.IsDialysis);
    }

    [Fact]
    public void The_new_columns_may_be_left_out()
    {
        var item = Assert.Single(Good(Header, "001,,透析,treatment,A,,,,,次,2021-01-01,,"));
        Assert.Equal((null, null, false, null), (item.CeilingLevel, item.CeilingCounty, item.CentrallyProcured, item.DaysOfSupply));
        Assert.Empty(item.Substitutes);
        Assert.False(item.IsDialysis);
        Assert.Null(item.HospitalItemCode);
    }

    [Theory]
    [InlineData(",,透析,treatment,A,,,,,次,2021-01-01,,,,,,,", PackProblemCode.MissingKey, "code")]
    [InlineData("001,,,treatment,A,,,,,次,2021-01-01,,,,,,,", PackProblemCode.MissingKey, "name")]
    [InlineData("001,,透析,treatment,D,,,,,次,2021-01-01,,,,,,,", PackProblemCode.UnknownWord, "class")]
    [InlineData("001,,透析,treatment,B,1.5,,,,次,2021-01-01,,,,,,,", PackProblemCode.OutOfRange, "first_self_pay")]
    [InlineData("001,,透析,treatment,A,,-1,,,次,2021-01-01,,,,,,,", PackProblemCode.Negative, "ceiling")]
    [InlineData("001,,透析,treatment,A,,1.0000001,,,次,2021-01-01,,,,,,,", PackProblemCode.TooManyDecimals, "ceiling")]
    [InlineData("001,,透析,treatment,A,,很贵,,,次,2021-01-01,,,,,,,", PackProblemCode.NotANumber, "ceiling")]
    [InlineData("001,,透析,treatment,A,,,是,,次,2021-01-01,,,,,,,", PackProblemCode.WrongType, "restricted")]
    [InlineData("001,,透析,treatment,A,,,,,次,2021/1/1,,,,,,,", PackProblemCode.BadDate, "effective")]
    [InlineData("001,,透析,treatment,A,,,,,次,2021-01-02,2021-01-01,,,,,,", PackProblemCode.OutOfRange, "ends")]
    [InlineData("001,,透析,treatment,A,,,,,次,2021-01-01,,,5,,,,", PackProblemCode.OutOfRange, "ceiling_level")]
    [InlineData("001,,透析,treatment,A,,,,,次,2021-01-01,,,,1411,,,", PackProblemCode.OutOfRange, "ceiling_county")]
    [InlineData("001,,透析,treatment,A,,,,,次,2021-01-01,,,,,是,,", PackProblemCode.WrongType, "centrally_procured")]
    [InlineData("001,,透析,treatment,A,,,,,次,2021-01-01,,,,,,,0", PackProblemCode.OutOfRange, "days_of_supply")]
    [InlineData("001,,透析,treatment,A,,,,,次,2021-01-01,,,,,,,367", PackProblemCode.OutOfRange, "days_of_supply")]
    [InlineData("001,,透析,treatment,A,,,,,次,2021-01-01,,,,,,,1.5", PackProblemCode.TooManyDecimals, "days_of_supply")]
    [InlineData("001,,透析,treatment,A,,,,,次,2021-01-01,,,,,,,,是", PackProblemCode.WrongType, "dialysis")]
    [InlineData("001,,透析,treatment,A,,,,,次,2021-01-01,,,,,,002,", PackProblemCode.UnknownReference, "substitutes")]
    [InlineData("001,,透析,treatment,A,,,,,次,2021-01-01,,,,,,001,", PackProblemCode.UnknownReference, "substitutes")]
    [InlineData("001,,透析,treatment,A,,400,,,次,2021-01-01,,,05,,,,", PackProblemCode.MissingKey, "001")]
    public void Each_bad_line_is_named_by_number_and_column(string line, PackProblemCode code, string column)
    {
        var problem = Assert.Single(Bad(Wide, "000,,好的,treatment,A,,,,,次,2021-01-01,,,,,,,", line));
        Assert.Equal((code, 3, column), (problem.Code, problem.Line, problem.Path));
    }

    [Fact]
    public void All_bad_lines_are_named_at_once() => Assert.Equal(
        [(2, "class"), (2, "effective"), (4, "name")],
        Bad(Header, "001,,透析,treatment,D,,,,,次,,,", "002,,透析,treatment,A,,,,,次,2021-01-01,,", "003,,,treatment,A,,,,,次,2021-01-01,,")
            .Select(p => (p.Line, p.Path)));

    [Fact]
    public void A_column_that_is_missing_unknown_or_twice_is_named()
    {
        var found = Bad(Header.Replace("ends,", "", StringComparison.Ordinal) + ",colour,name");
        Assert.Equal(
            [(PackProblemCode.MissingKey, "ends"), (PackProblemCode.UnknownKey, "colour"), (PackProblemCode.DuplicateKey, "name")],
            found.Select(p => (p.Code, p.Path)));
    }

    [Fact]
    public void Two_lines_of_one_variant_may_not_hold_on_one_day()
    {
        var problem = Assert.Single(Bad(
            Header, "001,,透析,treatment,A,,,,,次,2021-01-01,2021-12-31,", "001,,透析,treatment,A,,,,,次,2021-12-31,,"));
        Assert.Equal((PackProblemCode.DatesOverlap, 3, "001"), (problem.Code, problem.Line, problem.Path));
    }

    [Fact]
    public void A_line_for_some_hospitals_may_change_the_ceiling_only()
    {
        Good(Wide, "001,,透析,treatment,A,,400,,,次,2021-01-01,,,,,,,", "001,,透析,treatment,A,,350,,,次,2022-01-01,,,05,141123,,,");
        var problem = Assert.Single(Bad(
            Wide, "001,,透析,treatment,A,,400,,,次,2021-01-01,,,,,,,", "001,,透析,treatment,B,,350,,,次,2022-01-01,,,05,,,,"));
        Assert.Equal((PackProblemCode.NotAllowedHere, 3), (problem.Code, problem.Line));
    }

    [Fact]
    public void A_line_for_some_hospitals_may_not_outlive_the_line_for_the_others()
    {
        var problem = Assert.Single(Bad(
            Wide, "001,,透析,treatment,A,,400,,,次,2021-01-01,2021-12-31,,,,,,", "001,,透析,treatment,A,,350,,,次,2021-06-01,,,05,,,,"));
        Assert.Equal((PackProblemCode.MissingKey, 3), (problem.Code, problem.Line));
    }

    [Fact]
    public void One_hospital_code_stands_for_one_national_code()
    {
        var problem = Assert.Single(Bad(
            Header, "001,H1,甲,treatment,A,,,,,次,2021-01-01,,", "002,H1,乙,treatment,A,,,,,次,2021-01-01,,"));
        Assert.Equal((PackProblemCode.Duplicate, 3, "hospital_item_code"), (problem.Code, problem.Line, problem.Path));
    }

    [Theory]
    [InlineData("absent.csv", "打不开")]
    [InlineData("absent.xlsx", "打不开")]
    public void A_file_that_is_not_there_is_a_problem(string name, string says) => AssertOnly(Path.Combine(folder.FullName, name), says);

    [Theory]
    [InlineData("empty.csv", "", "空的")]
    [InlineData("quote.csv", Header + "\n001,\"x\"y\n", "不是规范的 CSV")]
    [InlineData("text.xlsx", "code,name", "不是规范的 XLSX")]
    public void A_file_that_is_no_table_is_a_problem(string name, string text, string says) => AssertOnly(Write(name, text), says);

    [Fact]
    public void A_workbook_says_the_same_as_the_text()
    {
        var file = Workbook(new Book()
            .Put(1, [.. Wide.Split(',')])
            .Put(2, "003110000060000", "TX001", "血液透析", "treatment", "B", 0.05, 400.5, false, "", "次", new DateTime(2021, 1, 1), "", "样例")
            .Put(4, "XA16AAZ021B002010100006", "XY005", "左卡尼汀", "western_medicine", "B", 0.1, "", true, "限透析", "支", "2021-01-01", "2023-12-31"));
        var problems = new PackProblems(file);
        var items = CatalogueFile.Read(file, problems);
        Assert.Empty(problems.Found);
        Assert.Equal(["003110000060000", "XA16AAZ021B002010100006"], items.Select(i => i.Code));
        Assert.Equal([50_000, 100_000], items.Select(i => i.FirstSelfPay.PerMillion));
        Assert.Equal([400_500_000L, null], items.Select(i => i.CeilingMillionths));
        Assert.Equal([false, true], items.Select(i => i.Restricted));
        Assert.Equal([null, new DateOnly(2023, 12, 31)], items.Select(i => i.Ends));
    }

    /// <summary>Line 3 of the sheet is empty; what is wrong in line 4 is said of line 4. A code kept as a number has lost its zeros.</summary>
    [Fact]
    public void A_workbook_is_reported_by_the_lines_that_the_clerk_sees()
    {
        var file = Workbook(new Book()
            .Put(1, [.. Header.Split(',')])
            .Put(2, "001", "", "透析", "treatment", "A", "", "", "", "", "次", "2021-01-01")
            .Put(4, 3110000060000d, "", "透析", "treatment", "D", "", "", "", "", "次", "2021-01-01")
            .PutFormula(5, 7, "200+200", "400"));
        var problems = new PackProblems(file);
        CatalogueFile.Read(file, problems);
        var found = problems.Found.Select(p => (p.Code, p.Line, p.Path)).ToArray();
        Assert.Contains((PackProblemCode.WrongType, 4, "code"), found);
        Assert.Contains((PackProblemCode.UnknownWord, 4, "class"), found);
        Assert.Contains((PackProblemCode.WrongType, 5, "ceiling"), found);
        Assert.DoesNotContain(found, p => p.Line is 2 or 3);
    }

    private string Workbook(Book book)
    {
        var file = Path.Combine(folder.FullName, "catalogue.xlsx");
        File.WriteAllBytes(file, book.ToArray());
        return file;
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(folder.FullName, name);
        File.WriteAllText(file, text);
        return file;
    }

    private IReadOnlyList<CatalogueItem> Good(params string[] lines)
    {
        var (items, problems) = Read(lines);
        Assert.Empty(problems);
        return items;
    }

    private IReadOnlyList<PackProblem> Bad(params string[] lines) => Read(lines).Problems;

    private (IReadOnlyList<CatalogueItem> Items, IReadOnlyList<PackProblem> Problems) Read(string[] lines)
    {
        var file = Write("catalogue.csv", string.Join('\n', lines) + "\n");
        var problems = new PackProblems(file);
        return (CatalogueFile.Read(file, problems), problems.Found);
    }

    private static void AssertOnly(string file, string says)
    {
        var problems = new PackProblems(file);
        Assert.Empty(CatalogueFile.Read(file, problems));
        var problem = Assert.Single(problems.Found);
        Assert.Equal(PackProblemCode.Malformed, problem.Code);
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
    }
}
