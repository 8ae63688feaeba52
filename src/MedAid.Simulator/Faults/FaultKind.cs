namespace MedAid.Simulator.Faults;

/// <summary>What can go wrong with a call. On the wire the names are written small with underscores: <c>lost_after</c>.</summary>
public enum FaultKind
{
    /// <summary>The message waits before it is looked at.</summary>
    Delay,

    /// <summary>The connection is cut; nothing was done.</summary>
    LostBefore,

    /// <summary>The connection is cut; what was asked for was done.</summary>
    LostAfter,

    /// <summary>It is done, and the answer comes very late.</summary>
    LateAnswer,

    /// <summary>It is done, and the answer is HTTP 502.</summary>
    BadGateway,

    /// <summary>It is done, and half of the answer comes, with HTTP 200.</summary>
    Unreadable,

    /// <summary>The message comes in twice; the answer is that to the second.</summary>
    ArrivesTwice,

    /// <summary>A settlement is booked twice, under the same message id.</summary>
    AppliedTwice,

    /// <summary>The connection is cut; the message comes in later, behind the 2601 that names it.</summary>
    Overtaken,

    /// <summary>A message whose 2601 was there before it is carried out all the same.</summary>
    LateMessageSettles,

    /// <summary>A write is refused without reason.</summary>
    Refused,

    /// <summary>2601 is refused.</summary>
    RefusedReversal,

    /// <summary>Nothing is done; the answer has infcode 0 and the text of an error.</summary>
    ZeroWithError,

    /// <summary>Success has a text: 成功 or success.</summary>
    SuccessText,

    /// <summary>infcode is written as text; where the region writes text, as a number.</summary>
    InfcodeText,

    /// <summary>Figures of the answer are written as text.</summary>
    NumbersAsText,

    /// <summary>output is a text with JSON in it.</summary>
    OutputText,

    /// <summary>output is Base64 of JSON that is enciphered by SM4.</summary>
    OutputSm4,

    /// <summary>output is null.</summary>
    OutputNull,

    /// <summary>insuinfo of 1101 is an object.</summary>
    InsuinfoObject,

    /// <summary>9102 answers JSON instead of the file.</summary>
    JsonForFile,

    /// <summary>Empty columns of a result file are empty, not the word null.</summary>
    EmptyColumns,

    /// <summary>Reversals stand in a result file in the other of the two forms.</summary>
    OtherRefundRows,

    /// <summary>The fund sum counts the personal account where it should not, and the other way round.</summary>
    OtherFundSum,

    /// <summary>A settlement is booked with a fen less from a fund, and a fen more from the person.</summary>
    FenInBooks,

    /// <summary>The fund sum of the answer is a fen more than what is booked.</summary>
    FenInAnswer,

    /// <summary>Relief is booked under 610101.</summary>
    ReliefDetailCode,

    /// <summary>The residents' basic fund is booked under 390400.</summary>
    BasicOtherCode,

    /// <summary>A fund is booked under 999997, its own code stands in setl_proc_info.</summary>
    FundInText,

    /// <summary>A fund is booked under a code that nobody knows.</summary>
    UnknownFund,
}
