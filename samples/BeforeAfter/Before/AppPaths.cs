namespace SupportDesk;

/// <summary>Where the app's files lie: one data folder, named by the environment in production.</summary>
public static class AppPaths
{
    private static readonly string Data = Environment.GetEnvironmentVariable("SUPPORTDESK_DATA") ?? "data";

    public static string Model => Path.Combine(Data, "topics.model");

    public static string Catalog => Path.Combine(Data, "catalog.json");

    public static string Sessions => Path.Combine(Data, "sessions.db");
}
