namespace MedAid.People.Rosters;

/// <summary>What a line says of a person.</summary>
internal enum LineEffect
{
    /// <summary>On the full list (附件 2), or 新识别: the whole household enters.</summary>
    Household = 1,

    /// <summary>自然增加: this person enters.</summary>
    Joins = 2,

    /// <summary>自然减少: this person leaves.</summary>
    Leaves = 3,
}

/// <summary>One person of a roster, with the household that the lines above gave.</summary>
/// <param name="Line">Line of the file.</param>
/// <param name="IdColumn">Column of the id number, for what is found out later.</param>
/// <param name="Name">Name.</param>
/// <param name="IdNumber">Id number, checked.</param>
/// <param name="Effect">Enters or leaves.</param>
/// <param name="On">From which day.</param>
/// <param name="HeadId">Id number of the head of the household.</param>
/// <param name="Township">乡镇.</param>
/// <param name="Village">行政村.</param>
internal sealed record RosterLine(
    int Line, int IdColumn, string Name, string IdNumber, LineEffect Effect, DateOnly On, string HeadId, string Township, string Village);
