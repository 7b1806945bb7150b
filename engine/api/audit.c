#include "baku_audit.h"

#include <string.h>

#include "api/audit.h"
#include "api/rates.h"

/* A SOP that cannot be audited: because of itself, or of one that it calls. */
struct broken {
    const struct library_sop *sop, *culprit;
};

/* A call while it is answered. */
struct desk {
    struct baku *baku;
    enum baku_audit_format format;
    struct rates rates;
    struct text start;               /* empty: none was told */
    bool asks_store;                 /* what happened is asked for */
    const struct observed *observed; /* of each of `sops`, where it is */
    struct library_sop **sops;       /* what was asked for, each once */
    size_t n, room;
    struct broken *broken; /* of them, those that cannot be audited */
    size_t n_broken;
    struct report report;
    struct arena arena; /* of the summary */
    struct page summary;
    struct table *table; /* of the summary; NULL: one SOP is no list */
    json_t *audits, *unaudited;
    struct buf text;
    struct csv csv;
    bool no; /* the answer is */
};

/* --- what is asked for --- */

static enum status ask(struct desk *desk, struct library_sop *sop)
{
    for (size_t i = 0; i < desk->n; i++)
        if (desk->sops[i] == sop)
            return STATUS_OK;
    void *room = arena_room(&desk->baku->library.arena, desk->sops, desk->n, &desk->room, sizeof sop);
    if (!room)
        return STATUS_MEMORY;
    desk->sops = room;
    desk->sops[desk->n++] = sop;
    return STATUS_OK;
}

static enum status ask_region(struct desk *desk, const char *folder)
{
    struct library *library = &desk->baku->library;
    struct texts paths;
    enum status status = library_list(library, folder, &paths);
    for (size_t i = 0; status == STATUS_OK && i < paths.n; i++) {
        struct library_sop *sop;
        status = library_load(library, paths.at[i].at, &sop);
        if (status == STATUS_OK)
            status = ask(desk, sop);
    }
    return status;
}

/* A region's folder, or a folder of regions; `*found` tells whether there was any. */
static enum status ask_folder(struct desk *desk, const char *folder, bool *found)
{
    struct library *library = &desk->baku->library;
    struct texts folders;
    char *file = path_join(&library->arena, text_of(folder), TEXT("region.yaml"));
    if (!file)
        return STATUS_MEMORY;
    *found = file_kind_of(file) != FILE_ABSENT;
    if (*found)
        return ask_region(desk, folder);
    enum status status = library_regions(library, folder, &folders);
    *found = folders.n > 0;
    for (size_t i = 0; status == STATUS_OK && i < folders.n; i++)
        status = ask_region(desk, folders.at[i].at);
    return status;
}

/* The folder of that name, as it is or as a region's; NULL where there is none. */
static enum status find_folder(struct desk *desk, const char *name, const char **folder)
{
    struct arena *arena = &desk->baku->library.arena;
    size_t len = strlen(name);
    while (len > 1 && name[len - 1] == '/')
        len--;
    const char *tidy = arena_copy(arena, name, len);
    const char *region = tidy ? path_join(arena, text_of(desk->baku->sops), text_of(tidy)) : NULL;
    if (!region)
        return STATUS_MEMORY;
    *folder = file_kind_of(tidy) == FILE_FOLDER ? tidy : file_kind_of(region) == FILE_FOLDER ? region : NULL;
    return STATUS_OK;
}

static enum baku_status ask_in(struct desk *desk, const char *folder, struct baku_answer *answer)
{
    bool found;
    enum status status = ask_folder(desk, folder, &found);
    struct error_facts facts = {.name = text_of(folder)};
    if (status < 0)
        return answer_failure(desk->baku, answer, status);
    return found ? BAKU_YES : answer_error(desk->baku, answer, BAKU_UNKNOWN, ERROR_NO_REGIONS, facts);
}

/* A SOP's file, wherever it lies; a region's file stands for the region. */
static enum baku_status ask_file(struct desk *desk, const char *path, struct baku_answer *answer)
{
    struct library *library = &desk->baku->library;
    struct text folder = path_folder(text_of(path));
    struct library_sop *sop;
    if (text_eq(path_name(text_of(path)), TEXT("region.yaml"))) {
        const char *copy = arena_copy(&library->arena, folder.at, folder.len);
        return copy ? ask_in(desk, copy, answer) : answer_failure(desk->baku, answer, STATUS_MEMORY);
    }
    enum status status = library_load(library, path, &sop);
    if (status == STATUS_OK)
        status = ask(desk, sop);
    return status < 0 ? answer_failure(desk->baku, answer, status) : BAKU_YES;
}

static enum baku_status ask_name(struct desk *desk, const char *name, struct baku_answer *answer)
{
    const char *folder;
    struct library_sop *sop;
    if (file_kind_of(name) == FILE_REGULAR)
        return ask_file(desk, name, answer);
    enum status status = find_folder(desk, name, &folder);
    if (status < 0)
        return answer_failure(desk->baku, answer, status);
    if (folder && *name)
        return ask_in(desk, folder, answer);
    enum baku_status found = answer_sop(desk->baku, name, ERROR_NO_SOP, &sop, answer);
    if (found != BAKU_YES || ask(desk, sop) == STATUS_OK)
        return found;
    return answer_failure(desk->baku, answer, STATUS_MEMORY);
}

static enum baku_status ask_names(struct desk *desk, const char *const *names, size_t n, struct baku_answer *answer)
{
    enum baku_status status = n ? BAKU_YES : answer_if_no_folder(desk->baku, answer);
    if (n == 0 && status == BAKU_YES)
        return ask_in(desk, desk->baku->sops, answer);
    for (size_t i = 0; i < n && status == BAKU_YES; i++)
        status = ask_name(desk, names[i], answer);
    return status;
}

/* --- SOPs with errors --- */

static struct text why_not(struct desk *desk, const struct broken *broken)
{
    struct page *page = &desk->summary;
    const struct library_sop *sop = broken->sop;
    if (broken->culprit != sop)
        return WORDS_WITH(page, UNAUDITED_CALLEE, {"sop", sop->name}, {"culprit", broken->culprit->name});
    if (sop->errors || !sop->sop)
        return WORDS_WITH(page, UNAUDITED_OWN, {"sop", sop->name});
    return WORDS_WITH(page, UNAUDITED_REGION, {"sop", sop->name});
}

static void leave_out(struct desk *desk, const struct broken *broken)
{
    struct text reason = why_not(desk, broken), name = broken->sop->name;
    json_t *object = json_object();
    put(&desk->report, object, "sop", json_text(name));
    put(&desk->report, object, "reason", json_text(reason));
    append(&desk->report, desk->unaudited, object);
    page_add(&desk->summary, BLOCK_SENTENCE, WORDS_WITH(&desk->summary, UNAUDITED, {"sop", name}, {"reason", reason}));
    if (desk->format == BAKU_AUDIT_CSV)
        audit_csv_unaudited(&desk->text, &desk->csv, name, reason);
    desk->no = true;
}

/* Moves the SOPs that cannot be audited out of `sops`. */
static enum status part(struct desk *desk)
{
    struct library *library = &desk->baku->library;
    size_t kept = 0;
    desk->broken = ARENA_ARRAY(&library->arena, desk->n, struct broken);
    for (size_t i = 0; desk->broken && i < desk->n; i++) {
        struct library_sop *sop = desk->sops[i], *culprit;
        if (library_can_run(library, sop, &culprit))
            desk->sops[kept++] = sop;
        else
            desk->broken[desk->n_broken++] = (struct broken){sop, culprit};
    }
    desk->n = kept;
    return library->arena.failed ? STATUS_MEMORY : STATUS_OK;
}

/* --- the audits --- */

static void begin_summary(struct desk *desk)
{
    struct page *page = &desk->summary;
    struct text first = said_percent(page, desk->rates.at[0]);
    if (desk->n < 2)
        return;
    page_add(page, BLOCK_HEADING, words_of(page, WORDS_SUMMARY));
    page_add(page, BLOCK_SENTENCE, WORDS_WITH(page, SUMMARY_WHAT, {"rate", first}));
    if (desk->rates.n_rows)
        page_add(page, BLOCK_SENTENCE, words_of(page, WORDS_SUMMARY_TOLD));
    desk->table = audit_summary(page);
}

/* A page of its own, behind the others. */
static enum status add_page(struct desk *desk, const struct audited *audited, struct arena *arena, json_t *object)
{
    struct page page = {.arena = arena, .lang = desk->baku->lang};
    enum status status = audit_page(&page, audited);
    if (status == STATUS_OK && desk->format == BAKU_AUDIT_MARKDOWN)
        page_markdown(&desk->text, &page, 2);
    else if (status == STATUS_OK)
        put(&desk->report, object, "page", page_json(&desk->report, &page));
    return status;
}

static enum status write_out(struct desk *desk, const struct audited *audited, struct arena *arena)
{
    json_t *object = NULL;
    enum status status = STATUS_OK;
    if (desk->table)
        audit_summary_row(&desk->summary, desk->table, audited);
    switch (desk->format) {
    case BAKU_AUDIT:
        object = audit_json(&desk->report, audited, desk->baku->lang);
        if (desk->baku->details)
            status = add_page(desk, audited, arena, object);
        append(&desk->report, desk->audits, object);
        break;
    case BAKU_AUDIT_MARKDOWN:
        status = add_page(desk, audited, arena, NULL);
        break;
    case BAKU_AUDIT_CSV:
        audit_csv_row(&desk->text, audited);
        break;
    }
    return status;
}

static enum status audit_one(struct desk *desk, size_t nth)
{
    const struct library_sop *entry = desk->sops[nth];
    const struct sop *sop = entry->sop;
    struct arena arena = ARENA_INIT;
    struct audit audit;
    struct audit_options options = {.rates = desk->rates.at, .n_rates = desk->rates.n};
    options.told = rates_of(&desk->rates, sop, &options.n_told, &arena);
    enum status status = options.told ? audit_sop(&audit, sop, &options, &arena) : STATUS_MEMORY;
    if (status == STATUS_OK) {
        struct audited audited = {.sop = sop, .audit = &audit, .options = &options};
        audited.rates_silent = rates_are_silent(&desk->rates, sop, &arena);
        audited.observed = desk->asks_store ? &desk->observed[nth] : NULL;
        desk->no = desk->no || audit.verdict == CLAIM_WRONG || audit.verdict == CLAIM_VARIANT;
        status = audit_ending(&desk->baku->library, entry, desk->start, &audited, &arena);
        if (status == STATUS_OK && desk->rates.observed)
            status = audit_rate_observed(&audit, &audited, &arena);
        if (status == STATUS_OK)
            status = write_out(desk, &audited, &arena);
    }
    arena_release(&arena);
    return status;
}

static enum status audit_all(struct desk *desk)
{
    enum status status = STATUS_OK;
    desk->csv = (struct csv){.rates = desk->rates.at,
                             .n_rates = desk->rates.n,
                             .starts = desk->start.len > 0,
                             .rate_observed = desk->rates.observed,
                             .observed = desk->asks_store};
    if (desk->format == BAKU_AUDIT_CSV)
        audit_csv_head(&desk->text, &desk->csv);
    begin_summary(desk);
    for (size_t i = 0; i < desk->n && status == STATUS_OK && !desk->report.failed; i++)
        status = audit_one(desk, i);
    for (size_t i = 0; i < desk->n_broken && status == STATUS_OK; i++)
        leave_out(desk, &desk->broken[i]);
    return desk->arena.failed ? STATUS_MEMORY : status;
}

/* --- the document --- */

/* The summary stands first, then the pages. */
static json_t *markdown_document(struct desk *desk)
{
    struct buf text = BUF_INIT;
    json_t *document = json_object();
    buf_string(&text, "# ");
    buf_text(&text, words_of(&desk->summary, WORDS_TITLE_ALL));
    buf_byte(&text, '\n');
    page_markdown(&text, &desk->summary, 1);
    buf_text(&text, buf_view(&desk->text));
    text.failed = text.failed || desk->text.failed;
    put(&desk->report, document, "text", json_buffer(&desk->report, &text));
    return document;
}

static json_t *document_of(struct desk *desk)
{
    json_t *document;
    switch (desk->format) {
    case BAKU_AUDIT:
        break;
    case BAKU_AUDIT_MARKDOWN:
        return markdown_document(desk);
    case BAKU_AUDIT_CSV:
        document = json_object();
        put(&desk->report, document, "text", json_buffer(&desk->report, &desk->text));
        return document;
    }
    document = json_object();
    put(&desk->report, document, "audits", json_incref(desk->audits));
    put(&desk->report, document, "unaudited", json_incref(desk->unaudited));
    if (desk->baku->details)
        put(&desk->report, document, "summary", page_json(&desk->report, &desk->summary));
    return document;
}

static enum baku_status answer_desk(struct desk *desk, struct baku_answer *answer)
{
    enum status status = audit_all(desk);
    if (status < 0)
        return answer_failure(desk->baku, answer, status);
    return answer_with(desk->baku, answer, &desk->report, document_of(desk), desk->no ? BAKU_NO : BAKU_YES);
}

/* Whether it exists on a region's own clock is told of each SOP. */
static enum baku_status judge_start(struct desk *desk, struct baku_answer *answer)
{
    struct error_facts facts = {.name = desk->start};
    enum moment_verdict verdict = moment_judge(desk->start);
    if (verdict == MOMENT_OK)
        return BAKU_YES;
    return answer_error(desk->baku, answer, BAKU_UNKNOWN, verdict == MOMENT_BAD ? ERROR_START_FORM : ERROR_START_TIME,
                        facts);
}

static enum baku_status answer_names(struct desk *desk, const char *const *names, size_t n,
                                     const struct baku_audit_options *options, struct baku_answer *answer)
{
    enum baku_status status = ask_names(desk, names, n, answer);
    if (status == BAKU_YES && options->start)
        status = judge_start(desk, answer);
    if (status == BAKU_YES)
        status = rates_read(desk->baku, options->rates, options->n_rates, &desk->rates, answer);
    if (status == BAKU_YES && part(desk) < 0)
        return answer_failure(desk->baku, answer, STATUS_MEMORY);
    if (status == BAKU_YES)
        status = rates_judge(desk->baku, &desk->rates, desk->sops, desk->n, answer);
    if (status == BAKU_YES && desk->rates.observed && !desk->asks_store)
        status = answer_error(desk->baku, answer, BAKU_UNKNOWN, ERROR_RATE_OBSERVED, (struct error_facts){0});
    if (status == BAKU_YES && desk->asks_store)
        status = observe(desk->baku, desk->sops, desk->n, &desk->observed, &desk->arena, answer);
    return status == BAKU_YES ? answer_desk(desk, answer) : status;
}

enum baku_status baku_audit(struct baku *baku, const char *const *names, size_t n,
                            const struct baku_audit_options *options, struct baku_answer *answer)
{
    static const struct baku_audit_options none;
    struct desk desk = {.baku = baku, .audits = json_array(), .unaudited = json_array()};
    const struct baku_audit_options *o = options ? options : &none;
    answer->json = NULL;
    desk.format = o->format;
    desk.asks_store = o->observed != 0;
    desk.start = o->start ? text_of(o->start) : (struct text){0};
    desk.summary = (struct page){.arena = &desk.arena, .lang = baku->lang};
    enum baku_status status = answer_names(&desk, names, n, o, answer);
    json_decref(desk.audits);
    json_decref(desk.unaudited);
    buf_release(&desk.text);
    arena_release(&desk.arena);
    return status;
}
