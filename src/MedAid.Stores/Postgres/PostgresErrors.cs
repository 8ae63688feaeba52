using System.Net.Sockets;
using System.Text.Json;
using MedAid.Settlement.Ports;
using Npgsql;

namespace MedAid.Stores.Postgres;

/// <summary>Which failures of PostgreSQL are outages, which are worth another try, and whether anything was done.</summary>
internal static class PostgresErrors
{
    private static readonly string[] OutageClasses = ["08", "53", "57", "58"];

    /// <summary>
    /// The outage, or null if the failure is none: a broken constraint is a defect, not an outage. <paramref name="committing"/>:
    /// the commit was on its way.
    /// </summary>
    public static Exception? Translate(Exception failure, bool committing) => failure switch
    {
        // An answer that the transaction failed is certain, unless the server said it on its way down.
        PostgresException { InvariantSeverity: "FATAL" or "PANIC" } when committing => Unknown(failure),
        PostgresException answered => Outage(answered),
        NpgsqlException or SocketException or IOException or TimeoutException when committing => Unknown(failure),
        NpgsqlException or SocketException or IOException or TimeoutException => new LedgerUnavailableException(
            "连不上 PostgreSQL，或它没有按时回答；请检查数据库是否运行、网络，以及连接串的 Host 和 Port", failure) { Away = true },
        InvalidDataException or JsonException => new LedgerDamagedException(
            "账本里有内容读不出，数据已损坏；请停止网关，从备份恢复数据库（做法见 docs/OPERATIONS.md 的 Restore 一节）", failure),
        _ => null,
    };

    /// <summary>Whether the same batch may succeed if it is begun again: it lost a race, and nothing of it was written.</summary>
    public static bool LostRace(Exception failure) => failure is PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected,
    }
    or PostgresException
    {
        SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "request_pkey" or "reversal_pkey" or "standing_visit_pkey",
    };

    /// <summary>Whether a failure says that pages of the database are damaged.</summary>
    public static bool IsDamage(PostgresException failure) =>
        failure.SqlState is PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted;

    private static LedgerUnknownException Unknown(Exception failure) => new("提交时与 PostgreSQL 的连接中断，结果待确认", failure);

    private static Exception? Outage(PostgresException answered)
    {
        var code = answered.SqlState;
        return code switch
        {
            PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.TooManyConnections
                or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected =>
                new LedgerUnavailableException($"PostgreSQL 繁忙（{code}），请稍后重试", answered) { Busy = true },
            PostgresErrorCodes.DiskFull => new LedgerUnavailableException($"PostgreSQL 所在的磁盘已满（{code}）；请在数据库服务器上腾出空间", answered) { Full = true },
            PostgresErrorCodes.ReadOnlySqlTransaction => new LedgerUnavailableException($"PostgreSQL 现在只读（{code}），可能连到了备库；请检查连接串和主备状态", answered),
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new LedgerUnavailableException(
                $"PostgreSQL 拒绝登录：用户名或密码不对，或不允许从本机登录（{code}）；请检查 MEDAID__POSTGRES 的 Username 和 Password，以及 pg_hba.conf",
                answered),
            PostgresErrorCodes.InvalidCatalogName => new LedgerUnavailableException(
                $"PostgreSQL 上没有连接串所写的数据库（{code}）；请检查 MEDAID__POSTGRES 的 Database，或先建库（createdb）", answered),
            PostgresErrorCodes.InvalidSchemaName => new LedgerUnavailableException($"PostgreSQL 里没有可用的模式（{code}）；请检查连接串和该用户的 search_path", answered),
            PostgresErrorCodes.InsufficientPrivilege => new LedgerUnavailableException(
                $"PostgreSQL 的数据库用户权限不足（{code}）；请授予该用户读写 MedAid 各表的权限，或改用数据库的所有者", answered),
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => new LedgerDamagedException(
                $"PostgreSQL 的数据已损坏（{code}）；请停止网关，从备份恢复数据库（做法见 docs/OPERATIONS.md 的 Restore 一节）", answered),
            { Length: >= 2 } when OutageClasses.Contains(code[..2], StringComparer.Ordinal) => new LedgerUnavailableException(
                $"PostgreSQL 现在不能工作（{code}），可能正在启动或停止；请查看数据库的日志", answered) { Away = code[..2] is "08" or "57" },
            _ => null,
        };
    }
}
