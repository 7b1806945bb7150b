#include "api/contents.h"

#include <string.h>

#include "base/must.h"
#include "base/nearest.h"
#include "base/utf8.h"
#include "model/pattern.h"
#include "proof/secret_key.h"
#include "run/script.h"

/* --- words --- */

static const struct {
    const char *kind, *words[LANG_COUNT];
} denials[] = {
    {"", {"", ""}},
#define DENIAL(name, kind, id, en) {kind, {id, en}},
#include "api/denials.def"
#undef DENIAL
};

const char *denial_kind(enum denial denial) { return denials[denial].kind; }

void denial_message(struct buf *to, const struct denied *denied, enum lang lang)
{
    const char *pattern = denials[denied->denial].words[lang];
    while (*pattern) {
        size_t plain = strcspn(pattern, "{");
        buf_bytes(to, pattern, plain);
        pattern += plain;
        if (*pattern) {
            buf_shown(to, pattern[1] == 'n' ? denied->name : denied->other, 200);
            pattern += strcspn(pattern, "}") + 1;
        }
    }
}

/* --- reading --- */

enum baku_status contents_read(struct desk *desk, const struct baku_deed *deed, struct text **bytes)
{
    *bytes = ARENA_ARRAY(&desk->arena, deed->n_documents, struct text);
    for (size_t i = 0; *bytes && i < deed->n_documents; i++) {
        const struct baku_handed *handed = &deed->documents[i];
        struct text *to = &(*bytes)[i];
        enum status status = STATUS_OK;
        if (handed->file)
            status = file_read(handed->file, MAX_CONTENT_BYTES, &desk->arena, to, &desk->baku->library.failure);
        else
            *to = text_of(handed->text);
        if (status < 0)
            return answer_failure(desk->baku, desk->answer, status);
    }
    return desk->arena.failed ? desk_memory(desk) : BAKU_YES;
}

/* --- judging --- */

static struct denied deny(enum denial denial, const struct document *document, struct text other)
{
    return (struct denied){denial, document->key, other};
}

/* A number as a text. */
static struct text number_text(struct desk *desk, int64_t number)
{
    struct buf words = BUF_INIT;
    buf_number(&words, number);
    return desk_keep(desk, &words);
}

/* Over budget is no yes: the content is refused like one that differs. */
static bool fits(struct desk *desk, struct text pattern, struct text value)
{
    struct pattern_error error;
    struct pattern *compiled = pattern_compile(pattern_known(pattern), &error);
    enum pattern_verdict verdict = compiled                          ? pattern_match(compiled, value)
                                   : error.problem == PATTERN_MEMORY ? PATTERN_OUT_OF_MEMORY
                                                                     : PATTERN_DIFFERS;
    pattern_free(compiled);
    desk->arena.failed = desk->arena.failed || verdict == PATTERN_OUT_OF_MEMORY;
    return verdict == PATTERN_MATCHES;
}

/* The value of `NAME: VALUE` or `NAME=VALUE` on a line of its own. */
static bool find_field(struct text content, struct text name, struct text *value)
{
    struct text rest = content;
    while (rest.len) {
        struct text line = text_trim(text_cut(rest, '\n', &rest)), after;
        char sign = text_find(line, ':') >= 0 ? ':' : '=';
        if (text_eq(text_trim(text_cut(line, sign, &after)), name)) {
            *value = text_trim(after);
            return true;
        }
    }
    return false;
}

static struct denied judge_text(struct desk *desk, const struct document *document, struct text bytes)
{
    bool judged = document->pattern.len || document->fields.n;
    size_t most = judged && !document->fields.n ? MAX_SUBJECT_BYTES : MAX_TEXT_BYTES;
    if (bytes.len > most || utf8_valid(bytes.at, bytes.len) != bytes.len)
        return deny(DENIAL_CONTENT_TEXT, document, number_text(desk, (int64_t)most));
    if (document->pattern.len && !fits(desk, document->pattern, bytes))
        return deny(DENIAL_CONTENT_PATTERN, document, document->pattern);
    for (size_t i = 0; i < document->fields.n; i++) {
        struct text value;
        if (!find_field(bytes, document->fields.at[i].name, &value) ||
            !fits(desk, document->fields.at[i].pattern, value))
            return deny(DENIAL_CONTENT_FIELD, document, document->fields.at[i].name);
    }
    return (struct denied){0};
}

static const struct {
    const char *media;
    struct text start;
} known_media[] = {
    {"application/pdf", {"%PDF-", 5}},
    {"image/jpeg", {"\xFF\xD8\xFF", 3}},
    {"image/png", {"\x89PNG\r\n\x1A\n", 8}},
    {"application/zip", {"PK\x03\x04", 4}},
};

enum { KNOWN_MEDIA = sizeof known_media / sizeof *known_media };

static bool begins(struct text bytes, struct text start)
{
    return bytes.len >= start.len && memcmp(bytes.at, start.at, start.len) == 0;
}

enum media_verdict { MEDIA_NO, MEDIA_YES, MEDIA_NOT_KNOWN };

/* A medium that nobody here can tell by its bytes is taken as it is. */
static enum media_verdict judge_media(const struct document *document, struct text bytes)
{
    enum media_verdict verdict = document->media.n ? MEDIA_NO : MEDIA_NOT_KNOWN;
    for (size_t i = 0; i < document->media.n; i++) {
        size_t k = 0;
        while (k < KNOWN_MEDIA && !text_eq(text_of(known_media[k].media), document->media.at[i]))
            k++;
        if (k == KNOWN_MEDIA)
            verdict = MEDIA_NOT_KNOWN;
        else if (begins(bytes, known_media[k].start))
            return MEDIA_YES;
    }
    return verdict;
}

static struct text media_list(struct desk *desk, const struct document *document)
{
    struct buf words = BUF_INIT;
    for (size_t i = 0; i < document->media.n; i++) {
        buf_string(&words, i ? ", " : "");
        buf_text(&words, document->media.at[i]);
    }
    return desk_keep(desk, &words);
}

static struct denied judge(struct desk *desk, const struct document *document, struct text bytes,
                           struct content *content)
{
    int64_t most =
        document->max_size && document->max_size < MAX_CONTENT_BYTES ? document->max_size : MAX_CONTENT_BYTES;
    enum media_verdict media = judge_media(document, bytes);
    content->size = (int64_t)bytes.len;
    if (document->secret)
        return deny(DENIAL_CONTENT_SECRET, document, (struct text){0});
    if (content->size > most)
        return deny(DENIAL_CONTENT_LARGE, document, number_text(desk, most));
    const char *key = secret_key_in(bytes);
    if (key)
        return deny(DENIAL_CONTENT_KEY, document, text_of(key));
    if (document->type == DOCUMENT_TEXT) {
        content->judged = document->pattern.len || document->fields.n;
        return judge_text(desk, document, bytes);
    }
    if (document->type == DOCUMENT_FILE && media == MEDIA_NO)
        return deny(DENIAL_CONTENT_MEDIA, document, media_list(desk, document));
    content->judged = document->type == DOCUMENT_FILE && (media == MEDIA_YES || document->max_size);
    return (struct denied){0};
}

/* --- numbering --- */

static struct text without_prefix(struct text name, struct text prefix)
{
    bool inside = prefix.len && name.len > prefix.len && name.at[prefix.len] == '/' &&
                  memcmp(name.at, prefix.at, prefix.len) == 0;
    return inside ? (struct text){name.at + prefix.len + 1, name.len - prefix.len - 1} : name;
}

static enum baku_status no_document(struct desk *desk, const struct hatch *hatch, struct text name)
{
    struct nearest nearest = nearest_to(name);
    struct buf list = BUF_INIT;
    for (uint16_t d = 0; d < hatch->sop->n_documents; d++)
        if (bits_has(hatch->set, d)) {
            nearest_try(&nearest, hatch->sop->documents[d].key);
            buf_string(&list, list.len ? ", " : "");
            buf_text(&list, hatch->sop->documents[d].key);
        }
    if (list.len == 0)
        buf_string(&list, "–");
    struct error_facts facts = {.name = name, .near = nearest.best, .other = buf_view(&list)};
    enum baku_status status = desk_error(desk, BAKU_UNKNOWN, ERROR_CASE_NO_DOCUMENT, facts);
    buf_release(&list);
    return status;
}

/* Which documents are handed over: per document of the SOP, the number of its entry in the deed plus one. */
static enum baku_status number(struct desk *desk, const struct hatch *hatch, const struct baku_deed *deed,
                               size_t *entry)
{
    for (size_t i = 0; i < deed->n_documents; i++) {
        struct text name = text_of(deed->documents[i].document);
        uint16_t document = sop_document(hatch->sop, without_prefix(name, hatch->prefix));
        if (document == NONE || !bits_has(hatch->set, document))
            return no_document(desk, hatch, name);
        if (entry[document])
            return desk_error(desk, BAKU_UNKNOWN, ERROR_DOCUMENT_TWICE, (struct error_facts){.name = name});
        entry[document] = i + 1;
    }
    return BAKU_YES;
}

enum baku_status contents_take(struct desk *desk, const struct hatch *hatch, const struct baku_deed *deed,
                               const struct text *bytes, struct contents *contents, struct denied *denied)
{
    struct arena *arena = &desk->arena;
    size_t *entry = ARENA_ARRAY(arena, hatch->sop->n_documents, size_t);
    uint16_t *documents = ARENA_ARRAY(arena, deed->n_documents, uint16_t);
    struct content *at = ARENA_ARRAY(arena, deed->n_documents, struct content);
    struct text *kept = ARENA_ARRAY(arena, deed->n_documents, struct text);
    *contents = (struct contents){.documents = {documents, 0}, .at = at, .bytes = kept};
    if (!entry || !documents || !at || !kept)
        return desk_memory(desk);
    enum baku_status status = number(desk, hatch, deed, entry);
    for (uint16_t d = 0; status == BAKU_YES && d < hatch->sop->n_documents; d++) {
        if (!entry[d])
            continue;
        const struct baku_handed *handed = &deed->documents[entry[d] - 1];
        documents[contents->documents.n++] = d;
        if (!handed->text && !handed->file)
            continue;
        at[contents->n] = (struct content){.document = d, .file = handed->file != NULL};
        kept[contents->n] = bytes[entry[d] - 1];
        *denied = judge(desk, &hatch->sop->documents[d], kept[contents->n], &at[contents->n]);
        contents->n++;
        if (denied->denial)
            return desk->arena.failed ? desk_memory(desk) : BAKU_YES;
    }
    return status == BAKU_YES && desk->arena.failed ? desk_memory(desk) : status;
}

/* --- what is there --- */

/* What could have been meant, each once. */
static void list_contents(struct desk *desk, const struct chronicle *chronicle, struct buf *list)
{
    for (size_t n = 0; n < chronicle->n; n++) {
        const struct told_event *told = &chronicle->at[n];
        for (uint16_t i = 0; told->content && i < told->record.n_contents; i++) {
            struct text key = told->content->documents[told->record.contents[i].document].key;
            struct text path = script_path(&desk->arena, told->place, key);
            size_t first = 0;
            while (first < n &&
                   chronicle_content(&chronicle->at[first], path) == chronicle->at[first].record.n_contents)
                first++;
            if (first < n)
                continue;
            buf_string(list, list->len ? ", " : "");
            buf_text(list, path);
        }
    }
    buf_string(list, list->len ? "" : "–");
}

enum baku_status contents_absent(struct desk *desk, const struct chronicle *chronicle, struct text document)
{
    struct buf list = BUF_INIT;
    list_contents(desk, chronicle, &list);
    struct error_facts facts = {.name = document, .other = buf_view(&list)};
    enum baku_status status = list.failed || desk->arena.failed
                                  ? desk_memory(desk)
                                  : desk_error(desk, BAKU_UNKNOWN, ERROR_CASE_NO_CONTENT, facts);
    buf_release(&list);
    return status;
}
