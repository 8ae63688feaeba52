namespace MedAid.Core.Policy;

/// <summary>How often a form is handed in.</summary>
public enum ReportEvery
{
    /// <summary>每月.</summary>
    Month = 1,

    /// <summary>每季度.</summary>
    Quarter = 2,

    /// <summary>每年.</summary>
    Year = 3,
}

/// <summary>What becomes of a deadline on a day off.</summary>
public enum DayOffRule
{
    /// <summary>The notice says nothing: the day stays.</summary>
    Stays = 1,

    /// <summary>The last working day before it.</summary>
    Before = 2,

    /// <summary>The next working day.</summary>
    After = 3,
}

/// <summary>What a column holds.</summary>
public enum ReportMeasure
{
    /// <summary>Persons, each once.</summary>
    People = 1,

    /// <summary>Visits, a stay in parts once.</summary>
    Visits = 2,

    /// <summary>The bill.</summary>
    Gross = 3,

    /// <summary>Charges in scope (政策范围内费用).</summary>
    InScope = 4,

    /// <summary>Drugs.</summary>
    Drug = 5,

    /// <summary>Drugs in scope.</summary>
    DrugInScope = 6,

    /// <summary>What patients pay.</summary>
    Patient = 7,

    /// <summary>What hospitals waive.</summary>
    Waived = 8,

    /// <summary>What hospitals bear above packages.</summary>
    HospitalBorne = 9,

    /// <summary>What layers or funds pay.</summary>
    Paid = 10,

    /// <summary>What funds owe the hospital by their way of paying.</summary>
    Due = 11,

    /// <summary>One column in hundredths of a percent of another.</summary>
    Ratio = 12,

    /// <summary>A sum of columns.</summary>
    Sum = 13,

    /// <summary>A number that a clerk enters.</summary>
    EnteredCount = 14,

    /// <summary>An amount that a clerk enters.</summary>
    EnteredYuan = 15,

    /// <summary>Words that a clerk enters.</summary>
    EnteredText = 16,

    /// <summary>Words of the form itself.</summary>
    Text = 17,
}

/// <summary>A row for each of what there is.</summary>
public enum ReportEach
{
    /// <summary>Hospitals.</summary>
    Hospital = 1,

    /// <summary>Counties of insurance.</summary>
    County = 2,

    /// <summary>Months.</summary>
    Month = 3,
}

/// <summary>Which visits count: all that is named must hold, nothing named lets all in.</summary>
public sealed record ReportFilter
{
    /// <summary>Every visit.</summary>
    public static ReportFilter All { get; } = new();

    /// <summary>Kinds of care.</summary>
    public IReadOnlyList<Care> Care { get; init; } = [];

    /// <summary>Disease codes; <c>M039*</c> is all that begin so.</summary>
    public IReadOnlyList<string> Diseases { get; init; } = [];

    /// <summary>Schemes.</summary>
    public IReadOnlyList<string> Schemes { get; init; } = [];

    /// <summary>Programmes.</summary>
    public IReadOnlyList<string> Programmes { get; init; } = [];

    /// <summary>Layers; of a row, one of them paid; of a column, which payments are summed.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>Rules of layers, in the same way; <c>relief-*</c> is all that begin so.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Whether a payment is asked for.</summary>
    public bool NamesPayments => Layers.Count > 0 || Rules.Count > 0;
}

/// <summary>By which day a form is handed in.</summary>
/// <param name="MonthsAfter">So many months after the last of the period …</param>
/// <param name="Month">… or in this month of the period's year; null: the former.</param>
/// <param name="Day">Day of that month.</param>
/// <param name="DayOff">What becomes of it on a day off.</param>
public sealed record ReportDue(int MonthsAfter, int? Month, int Day, DayOffRule DayOff);

/// <summary>A column of a form.</summary>
/// <param name="Id">Its id within the group.</param>
/// <param name="Title">Its heading, without the unit.</param>
/// <param name="Measure">What it holds.</param>
public sealed record ReportColumn(string Id, string Title, ReportMeasure Measure)
{
    /// <summary>Of payments, which.</summary>
    public ReportFilter Payments { get; init; } = ReportFilter.All;

    /// <summary>Of a ratio, the column above the line.</summary>
    public string Part { get; init; } = "";

    /// <summary>Of a ratio, the column below the line.</summary>
    public string Whole { get; init; } = "";

    /// <summary>Of a sum, its columns and whether each is taken away.</summary>
    public IReadOnlyList<(string Column, bool Minus)> Of { get; init; } = [];

    /// <summary>Of a ratio, what it should not pass; null: nothing is said.</summary>
    public Rate? Most { get; init; }
}

/// <summary>Columns that stand together and look at the same visits.</summary>
public sealed record ReportGroup(string Id, string Title, ReportFilter When, IReadOnlyList<ReportColumn> Columns);

/// <summary>A row, or one for each of something.</summary>
public sealed record ReportRow(string Id, string Title, ReportFilter When)
{
    /// <summary>Last day that counts, whatever the period (数据截止); null: none.</summary>
    public DateOnly? Through { get; init; }

    /// <summary>A row for each of these; null: one row.</summary>
    public ReportEach? Each { get; init; }

    /// <summary>Words of the form itself, by column id.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; init; } = new Dictionary<string, string>();
}

/// <summary>A part in words, which a clerk enters.</summary>
public sealed record ReportParagraph(string Id, string Title);

/// <summary>Bars of one column, a bar for each row and group.</summary>
public sealed record ReportPlot(string Title, string Column);

/// <summary>
/// A form that a notice demands, as data of the region: rows, columns, for which time, by which day, to whom. A new form needs no code.
/// </summary>
public sealed record ReportForm : Arrangement
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Its Chinese title.</summary>
    public required string Title { get; init; }

    /// <summary>How often it is handed in.</summary>
    public required ReportEvery Every { get; init; }

    /// <summary>Cumulative from this day on; null: the figures of the period.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>By which day.</summary>
    public required ReportDue Due { get; init; }

    /// <summary>How many days before it is reminded of.</summary>
    public required int RemindDays { get; init; }

    /// <summary>To whom it goes.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Who gets a copy (抄送).</summary>
    public IReadOnlyList<string> Copies { get; init; } = [];

    /// <summary>Places for seals.</summary>
    public IReadOnlyList<string> Seals { get; init; } = [];

    /// <summary>Notes of the form itself.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Columns.</summary>
    public required IReadOnlyList<ReportGroup> Groups { get; init; }

    /// <summary>Rows.</summary>
    public required IReadOnlyList<ReportRow> Rows { get; init; }

    /// <summary>Parts in words.</summary>
    public IReadOnlyList<ReportParagraph> Paragraphs { get; init; } = [];

    /// <summary>Plots.</summary>
    public IReadOnlyList<ReportPlot> Plots { get; init; } = [];
}

/// <summary>
/// What the office that hands in knows: since when the books here are whole, for which counties, who is named for it, which days are off.
/// </summary>
public sealed record ReportOffice
{
    /// <summary>Nothing is known.</summary>
    public static ReportOffice Unknown { get; } = new();

    /// <summary>Since when every settlement is in this ledger; null: since the first that is in it.</summary>
    public DateOnly? CompleteFrom { get; init; }

    /// <summary>Counties for which forms are handed in, by six digits; none: all of a form's region together.</summary>
    public IReadOnlyList<string> Counties { get; init; } = [];

    /// <summary>Who is named for data and reports (指定专人), by county; empty stands for all others.</summary>
    public IReadOnlyDictionary<string, string> Contacts { get; init; } = new Dictionary<string, string>();

    /// <summary>Holidays beside Saturdays and Sundays.</summary>
    public IReadOnlySet<DateOnly> DaysOff { get; init; } = new HashSet<DateOnly>();

    /// <summary>Saturdays and Sundays on which one works (调休).</summary>
    public IReadOnlySet<DateOnly> WorkingDays { get; init; } = new HashSet<DateOnly>();

    /// <summary>Who is named for a county; empty: nobody.</summary>
    public string ContactOf(CountyCode county) =>
        Contacts.TryGetValue(county.Text, out var named) ? named : Contacts.GetValueOrDefault("", "");

    /// <summary>Whether nobody works on a day.</summary>
    public bool IsOff(DateOnly day) =>
        DaysOff.Contains(day) || (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && !WorkingDays.Contains(day));
}

/// <summary>The forms of all regions and the office that hands them in. Immutable.</summary>
public sealed record ReportBook(IReadOnlyList<ReportForm> Forms, ReportOffice Office)
{
    /// <summary>No form.</summary>
    public static ReportBook None { get; } = new([], ReportOffice.Unknown);

    /// <summary>The form of an id that holds on a day, else the last of the id; null: there is none.</summary>
    public ReportForm? Find(string id, DateOnly day) =>
        Forms.Where(f => f.Id == id).OrderByDescending(f => f.From <= day && !(day > f.Ends)).ThenByDescending(f => f.From).FirstOrDefault();
}
