/* Findings as a report in Markdown, as it is filed: what was checked, a table of counts, the findings SOP by SOP, those
 * that are only notes last.
 * Nothing in it tells when or by which version it was made: the same files give the same bytes. */
#include <string.h>

#include "api/markdown.h"
#include "api/telling.h"

/* A page while it is written. */
struct page {
    struct buf *to;
    struct baku *baku;
    const struct check_scope *scope;
    enum lang lang;
    const struct library_sop *const *sops; /* in the order of their files */
};

static const char *say(const struct page *page, const char *id, const char *en)
{
    return page->lang == LANG_ID ? id : en;
}

/* The findings that the page shows, one after the other. */
static bool next_shown(const struct page *page, struct telling *telling, struct told_finding *told)
{
    while (telling_next(telling, told))
        if (page->scope->accepted || !told->finding->accepted)
            return true;
    return false;
}

/* --- the head --- */

static void put_count(struct page *page, size_t n, const char *id, const char *en)
{
    buf_number(page->to, (int64_t)n);
    buf_byte(page->to, ' ');
    buf_string(page->to, say(page, id, en));
    if (page->lang == LANG_EN && n != 1)
        buf_byte(page->to, 's');
}

static void put_counts(struct page *page)
{
    struct findings_counts counts = telling_counts(page->baku, page->scope);
    put_count(page, counts.files, "berkas", "file");
    buf_string(page->to, ": ");
    put_count(page, counts.severity[SEVERITY_ERROR], "galat", "error");
    buf_string(page->to, ", ");
    put_count(page, counts.severity[SEVERITY_WARNING], "peringatan", "warning");
    buf_string(page->to, ", ");
    put_count(page, counts.severity[SEVERITY_NOTE], "catatan", "note");
    buf_string(page->to, say(page, "; diterima dengan alasan: ", "; accepted with a reason: "));
    buf_number(page->to, (int64_t)counts.accepted);
    buf_string(page->to, ".\n\n");
    checked_words(page->to, page->lang);
    buf_byte(page->to, '\n');
}

static void put_unchecked(struct page *page, const struct library_sop *sop)
{
    struct buf words = BUF_INIT;
    unchecked_words(&words, sop, page->lang);
    buf_string(page->to, "- ");
    markdown_text(page->to, buf_view(&words));
    buf_byte(page->to, '\n');
    page->to->failed = page->to->failed || words.failed;
    buf_release(&words);
}

/* What was not looked for, and what was passed over. */
static void put_gaps(struct page *page)
{
    const char *gap = "\n";
    for (size_t i = 0; page->sops[i]; i++) {
        if (!*unchecked_of(page->sops[i])->families || !scope_has(page->scope, page->sops[i]->file))
            continue;
        buf_string(page->to, gap);
        put_unchecked(page, page->sops[i]);
        gap = "";
    }
    for (size_t i = 0; i < page->scope->n_ignored; i++) {
        buf_string(page->to, gap);
        buf_string(page->to, "- ");
        markdown_text(page->to, page->scope->ignored[i].path);
        buf_string(page->to, ": ");
        markdown_sentence(page->to, text_of(ignored_reason(page->scope->ignored[i].why, page->lang)));
        buf_byte(page->to, '\n');
        gap = "";
    }
}

/* --- one SOP --- */

static void put_lines(struct page *page, struct lines lines)
{
    if (!lines.from)
        return;
    buf_string(page->to, say(page, ", baris ", ", line "));
    buf_number(page->to, lines.from);
    if (lines.to != lines.from) {
        buf_string(page->to, "–");
        buf_number(page->to, lines.to);
    }
}

static void put_source(struct page *page, const struct source *source)
{
    if (!source->file.len)
        return;
    buf_string(page->to, say(page, ". Sumber: ", ". Source: "));
    markdown_text(page->to, source->file);
    put_lines(page, source->lines);
}

/* The name of what stands in a file: the SOP's, else the file's own path. */
static struct text name_of_file(const struct page *page, uint32_t file)
{
    const struct library_sop *sop = telling_sop(&page->baku->library, file);
    return sop ? sop->name : page->baku->library.files[file].path;
}

/* `kaltim/hilang: Title` */
static void put_name(struct page *page, uint32_t file)
{
    const struct library_sop *entry = telling_sop(&page->baku->library, file);
    markdown_text(page->to, name_of_file(page, file));
    if (entry && entry->sop && entry->sop->title.len) {
        buf_string(page->to, ": ");
        markdown_text(page->to, entry->sop->title);
    }
}

static void put_heading(struct page *page, uint32_t file)
{
    const struct library_sop *entry = telling_sop(&page->baku->library, file);
    buf_string(page->to, "\n## ");
    put_name(page, file);
    buf_string(page->to, say(page, "\n\nBerkas: ", "\n\nFile: "));
    markdown_text(page->to, page->baku->library.files[file].path);
    if (entry && entry->sop)
        put_source(page, &entry->sop->source);
    buf_string(page->to, ".\n");
}

static void put_table_head(struct page *page)
{
    buf_string(page->to, say(page, "\n| Baris YAML | Kode | Tingkat | Tempat | Temuan |",
                             "\n| YAML line | Code | Severity | Place | Finding |"));
    buf_string(page->to, page->scope->accepted ? say(page, " Diterima karena |", " Accepted because |") : "");
    buf_string(page->to, page->scope->accepted ? "\n| ---: | --- | --- | --- | --- | --- |\n"
                                               : "\n| ---: | --- | --- | --- | --- |\n");
}

/* --- one finding --- */

static void put_words(struct page *page, const struct told_finding *told,
                      void (*fill)(struct buf *, const struct told_finding *, enum lang))
{
    struct buf words = BUF_INIT;
    fill(&words, told, page->lang);
    markdown_sentence(page->to, buf_view(&words));
    page->to->failed = page->to->failed || words.failed;
    buf_release(&words);
}

static void put_note(struct page *page, const struct told_finding *told)
{
    if (!told->finding->note)
        return;
    buf_string(page->to, say(page, "<br>Catatan, baris ", "<br>Note, line "));
    buf_number(page->to, (int64_t)(told->first.line ? told->first.line : told->place.line));
    buf_string(page->to, ": ");
    put_words(page, told, told_note);
}

static void put_path(struct page *page, struct path path)
{
    for (size_t i = 0; i < path.n; i++) {
        struct buf words = BUF_INIT;
        waypoint_shown(&words, &path.at[i], page->lang);
        buf_string(page->to, i ? " → " : say(page, "<br>Jalur: ", "<br>Path: "));
        markdown_text(page->to, buf_view(&words));
        page->to->failed = page->to->failed || words.failed;
        buf_release(&words);
    }
}

static void put_row(struct page *page, const struct told_finding *told)
{
    buf_string(page->to, "| ");
    buf_number(page->to, (int64_t)told->place.line);
    buf_string(page->to, " | ");
    buf_string(page->to, told->row->code);
    buf_string(page->to, " | ");
    buf_string(page->to, severity_word(told->row->severity, page->lang));
    buf_string(page->to, " | ");
    markdown_text(page->to, told->finding->at);
    buf_string(page->to, " | ");
    put_words(page, told, told_message);
    put_note(page, told);
    put_path(page, told->finding->path);
    buf_string(page->to, " |");
    if (page->scope->accepted) {
        buf_byte(page->to, ' ');
        markdown_text(page->to, told->finding->accepted ? told->finding->reason : (struct text){0});
        buf_string(page->to, " |");
    }
    buf_byte(page->to, '\n');
}

/* Of the file whose findings `telling` comes to: the notes, or what weighs more. */
static void put_rows(struct page *page, struct telling telling, uint32_t file, bool notes)
{
    struct told_finding told;
    bool any = false;
    while (next_shown(page, &telling, &told) && told.finding->file == file) {
        if ((told.row->severity == SEVERITY_NOTE) != notes)
            continue;
        if (!any)
            put_table_head(page);
        any = true;
        put_row(page, &told);
    }
}

/* `with` gets the files that have something to show. */
static void put_findings(struct page *page, bool *with)
{
    struct telling telling = telling_of(page->baku, page->scope), here = telling;
    struct told_finding told;
    uint32_t file = UINT32_MAX;
    for (; next_shown(page, &telling, &told); here = telling) {
        if (told.finding->file == file)
            continue;
        file = told.finding->file;
        with[file] = true;
        put_heading(page, file);
        put_rows(page, here, file, false);
        put_rows(page, here, file, true);
    }
}

/* Where accepted findings are left out, a SOP may still have some. */
static void put_without_head(struct page *page)
{
    if (page->scope->accepted)
        buf_string(page->to, say(page, "\n## Tanpa temuan\n\n", "\n## Without findings\n\n"));
    else
        buf_string(page->to, say(page, "\n## Tanpa temuan yang belum diterima\n\n",
                                 "\n## Without findings that are not accepted\n\n"));
}

static void put_without(struct page *page, const bool *with)
{
    bool any = false;
    for (size_t i = 0; page->sops[i]; i++) {
        const struct library_sop *sop = page->sops[i];
        if (with[sop->file] || !scope_has(page->scope, sop->file))
            continue;
        if (!any)
            put_without_head(page);
        any = true;
        buf_string(page->to, "- ");
        put_name(page, sop->file);
        buf_byte(page->to, '\n');
    }
}

/* --- the table of counts --- */

enum { TOTAL = FINDING_COUNT };

static void put_count_row(struct page *page, struct text name, const size_t *counts, const size_t *of_all)
{
    buf_string(page->to, "| ");
    markdown_text(page->to, name);
    buf_string(page->to, " |");
    for (int i = 0; i <= TOTAL; i++) {
        if (of_all[i] == 0)
            continue;
        buf_byte(page->to, ' ');
        if (counts[i])
            buf_number(page->to, (int64_t)counts[i]);
        buf_string(page->to, " |");
    }
    buf_byte(page->to, '\n');
}

static void put_count_head(struct page *page, const size_t *of_all)
{
    size_t columns = 0;
    buf_string(page->to, say(page, "\n## Ringkasan\n\n| SOP |", "\n## Summary\n\n| SOP |"));
    for (int i = 0; i < FINDING_COUNT; i++) {
        if (of_all[i] == 0)
            continue;
        buf_byte(page->to, ' ');
        buf_string(page->to, finding_row((enum finding_code)i)->code);
        buf_string(page->to, " |");
        columns++;
    }
    buf_string(page->to, say(page, " Jumlah |\n| --- |", " Total |\n| --- |"));
    for (size_t i = 0; i <= columns; i++)
        buf_string(page->to, " ---: |");
    buf_byte(page->to, '\n');
}

static void count(size_t *counts, enum finding_code code)
{
    counts[code]++;
    counts[TOTAL]++;
}

/* A row for each file that has something to show. */
static void put_count_rows(struct page *page, const size_t *of_all)
{
    size_t of_file[TOTAL + 1] = {0};
    struct telling telling = telling_of(page->baku, page->scope);
    struct told_finding told;
    uint32_t file = UINT32_MAX;
    while (next_shown(page, &telling, &told)) {
        if (file != UINT32_MAX && told.finding->file != file) {
            put_count_row(page, name_of_file(page, file), of_file, of_all);
            memset(of_file, 0, sizeof of_file);
        }
        file = told.finding->file;
        count(of_file, told.finding->code);
    }
    if (file != UINT32_MAX)
        put_count_row(page, name_of_file(page, file), of_file, of_all);
}

/* What each code that occurs means. */
static void put_meanings(struct page *page, const size_t *of_all)
{
    buf_string(page->to, say(page, "\n| Kode | Tingkat | Arti |\n| --- | --- | --- |\n",
                             "\n| Code | Severity | Meaning |\n| --- | --- | --- |\n"));
    for (int i = 0; i < FINDING_COUNT; i++) {
        const struct finding_row *row = finding_row((enum finding_code)i);
        if (of_all[i] == 0)
            continue;
        buf_string(page->to, "| ");
        buf_string(page->to, row->code);
        buf_string(page->to, " | ");
        buf_string(page->to, severity_word(row->severity, page->lang));
        buf_string(page->to, " | ");
        markdown_sentence(page->to, text_of(row->meaning[page->lang]));
        buf_string(page->to, " |\n");
    }
}

static void put_summary(struct page *page)
{
    size_t of_all[TOTAL + 1] = {0};
    struct telling telling = telling_of(page->baku, page->scope);
    struct told_finding told;
    while (next_shown(page, &telling, &told))
        count(of_all, told.finding->code);
    if (of_all[TOTAL] == 0)
        return;
    put_count_head(page, of_all);
    put_count_rows(page, of_all);
    put_count_row(page, text_of(say(page, "Semua", "All")), of_all, of_all);
    put_meanings(page, of_all);
}

static void put_page(struct page *page, bool *with)
{
    buf_string(page->to, say(page, "# Temuan pada SOP\n\n", "# Findings in the SOPs\n\n"));
    put_counts(page);
    put_gaps(page);
    put_summary(page);
    put_findings(page, with);
    put_without(page, with);
}

json_t *findings_page(struct report *report, struct baku *baku, const struct check_scope *scope)
{
    struct buf text = BUF_INIT;
    bool *with = ARENA_ARRAY(&baku->library.arena, baku->library.n_files + 1, bool);
    struct page page = {&text, baku, scope, baku->lang, telling_sops(&baku->library)};
    json_t *json = json_object();
    report->failed = report->failed || !with || !page.sops;
    if (!report->failed)
        put_page(&page, with);
    put(report, json, "text", json_buffer(report, &text));
    return json;
}
