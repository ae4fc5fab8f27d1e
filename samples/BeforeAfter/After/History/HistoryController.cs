using Microsoft.AspNetCore.Mvc;

namespace SupportDesk.History;

[ApiController]
[Route("history")]
public sealed class HistoryController : ControllerBase
{
    [HttpGet]
    public ActionResult<List<HistoryLine>> Get() => HttpContext.Session.ReadHistory();

    [HttpGet("export")]
    public async Task<IActionResult> ExportAsync(CancellationToken cancellationToken)
    {
        var file = Path.GetTempFileName();
        HttpContext.RequestCleanup().Run(file, System.IO.File.Delete); // by hand
        var lines = HttpContext.Session.ReadHistory().Select(line => $"{line.Topic}\t{line.Question}\t{line.Answer}");
        await System.IO.File.WriteAllLinesAsync(file, lines, cancellationToken);

        return PhysicalFile(file, "text/tab-separated-values", "history.tsv");
    }
}
