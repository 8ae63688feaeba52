using System.Text.Json;
using MedAid.Settlement.Ports;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>Which failures on SQLite are outages, which are damage, and whether anything was done.</summary>
internal static class EmbeddedErrors
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    /// <summary>Whether a failure says that the file itself is damaged.</summary>
    public static bool IsDamage(SqliteException failure) => failure.SqliteErrorCode is Corrupt or NotADatabase;

    // The file beside the ledger that its readers share could not be made larger.
    private const int InputOutputSharedSize = InputOutput | (19 << 8);

    /// <summary>The outage or the damage; null if the failure is neither: a broken constraint is a defect.</summary>
    public static Exception? Translate(Exception failure, bool committing) => failure switch
    {
        SqliteException sqlite => OfSqlite(sqlite, committing),
        InvalidDataException or JsonException => new LedgerDamagedException(
            "账本里有内容读不出，数据已损坏；请停止网关，从备份恢复 medaid.db（做法见 docs/OPERATIONS.md 的 Restore 一节）", failure),
        _ => null,
    };

    private static Exception? OfSqlite(SqliteException failure, bool committing) => failure.SqliteErrorCode switch
    {
        Busy or Locked => new LedgerUnavailableException("账本文件正被另一个程序锁住，请稍后重试", failure) { Busy = true },
        Full => Filled(failure),
        InputOutput when failure.SqliteExtendedErrorCode == InputOutputSharedSize => Filled(failure),
        ReadOnly => new LedgerUnavailableException(
            "账本文件或数据目录只读，不能写入；请检查文件和目录的属主、权限，以及磁盘是否以只读方式挂载", failure),
        CannotOpen => new LedgerUnavailableException("账本文件打不开；请检查数据目录是否还在、本程序的用户能否读写", failure),
        Corrupt or NotADatabase => new LedgerDamagedException(
            "账本文件已损坏，或不是账本；请停止网关，从备份恢复 medaid.db（做法见 docs/OPERATIONS.md 的 Restore 一节）", failure),

        // A failed fsync leaves open what the disk kept.
        InputOutput when committing => new LedgerUnknownException("提交时磁盘读写出错，结果待确认；请检查磁盘和系统日志", failure),
        InputOutput => new LedgerUnavailableException("磁盘读写出错；请检查磁盘和系统日志，必要时从备份恢复", failure),
        _ => null,
    };

    private static LedgerUnavailableException Filled(SqliteException failure) =>
        new("磁盘已满，账本不能写入；请腾出数据目录所在磁盘的空间", failure) { Full = true };
}
