namespace MemHygiene;

/// <summary>Keys of <c>Diagnostic.Properties</c>: what an analyzer found out and a fix need not ask again.</summary>
internal static class DiagnosticProperties
{
    /// <summary>Full metadata name of the model, client or document type that the sink makes.</summary>
    public const string Type = "Type";

    /// <summary>The entry point as the message names it, for example <c>ChatController.Post</c>.</summary>
    public const string EntryPoint = "EntryPoint";

    /// <summary>A name of the <c>EntryKind</c> enumeration, for example <c>Action</c>.</summary>
    public const string EntryKind = "EntryKind";

    /// <summary>The method called at the sink (<c>.ctor</c> for a constructor), for example <c>SetString</c>.</summary>
    public const string Member = "Member";

    /// <summary>The library that holds the sink, where that is not this project: nothing can be fixed here.</summary>
    public const string Library = "Library";
}
