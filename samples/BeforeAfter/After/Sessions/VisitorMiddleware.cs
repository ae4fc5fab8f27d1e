namespace SupportDesk.Sessions;

/// <summary>Keeps what the support staff's screen shows about a visitor.</summary>
public sealed class VisitorMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        context.Session.SetStringIfChanged("language", Language(context.Request));
        context.Session.SetStringIfChanged("device", Device(context.Request));

        // Saved before the work starts: a failing request must not lose the visitor.

        await next(context);
    }

    private static string Language(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().AcceptLanguage;
        return wanted.Count > 0 ? wanted[0].Value.ToString() : "en";
    }

    private static string Device(HttpRequest request)
    {
        return request.Headers.UserAgent.ToString().Contains("Mobile", StringComparison.Ordinal) ? "phone" : "desktop";
    }
}
