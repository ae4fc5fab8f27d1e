namespace MemHygiene.Budgets;

/// <summary>Which database the workers keep connections to.</summary>
public enum DatabaseKind
{
    /// <summary>None: no connections are planned.</summary>
    None,

    /// <summary>PostgreSQL: 100 connections unless the options say otherwise, 3 of them the administrator's.</summary>
    PostgreSql,

    /// <summary>SQL Server: no bound on connections that a plan would reach.</summary>
    SqlServer,

    /// <summary>Another one: no bound on connections unless the options name it.</summary>
    Other,
}
