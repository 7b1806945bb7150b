#include "api/answer.h"

#include <stdlib.h>
#include <string.h>

#include "base/must.h"
#include "base/nearest.h"
#include "base/utf8.h"

void put(struct report *report, json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0)
        report->failed = true;
}

void append(struct report *report, json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0)
        report->failed = true;
}

json_t *json_text(struct text text)
{
    if (utf8_valid(text.at, text.len) == text.len)
        return json_stringn(text.len ? text.at : "", text.len);
    struct buf shown = BUF_INIT;
    buf_shown(&shown, text, SIZE_MAX);
    json_t *json = shown.failed ? NULL : json_stringn(shown.at, shown.len);
    buf_release(&shown);
    return json;
}

json_t *json_text_or_null(struct text text) { return text.len ? json_text(text) : json_null(); }

json_t *json_buffer(struct report *report, struct buf *words)
{
    json_t *json = words->failed ? NULL : json_text(buf_view(words));
    report->failed = report->failed || !json;
    buf_release(words);
    return json;
}

json_t *json_shown(struct report *report, struct text text)
{
    struct buf shown = BUF_INIT;
    buf_shown(&shown, text, SIZE_MAX);
    return json_buffer(report, &shown);
}

json_t *json_texts(struct report *report, struct texts texts)
{
    json_t *array = json_array();
    for (size_t i = 0; i < texts.n; i++)
        append(report, array, json_text(texts.at[i]));
    return array;
}

json_t *json_seconds(int64_t ms) { return ms % 1000 ? json_real((double)ms / 1000) : json_integer(ms / 1000); }

json_t *json_duration(struct report *report, struct duration duration)
{
    if (duration.sort == DURATION_NONE || duration.sort == DURATION_UNKNOWN)
        return json_null();
    json_t *object = json_object();
    put(report, object, "min_s", json_seconds(duration.min_ms));
    put(report, object, "max_s", json_seconds(duration.max_ms));
    return object;
}

json_t *json_total(struct report *report, struct total total)
{
    struct duration duration = {DURATION_WORK, total.min_ms, total.max_ms};
    return total.sort == TOTAL_KNOWN ? json_duration(report, duration) : json_null();
}

static int take_bytes(const char *bytes, size_t size, void *to)
{
    buf_bytes(to, bytes, size);
    return 0;
}

static void put_escape(struct buf *to, uint32_t unit)
{
    buf_string(to, "\\u");
    for (int shift = 12; shift >= 0; shift -= 4)
        buf_byte(to, (unsigned char)"0123456789abcdef"[unit >> shift & 15]);
}

static void put_escapes(struct buf *to, uint32_t point)
{
    if (point <= 0xFFFF) {
        put_escape(to, point);
        return;
    }
    put_escape(to, 0xD7C0 + (point >> 10));
    put_escape(to, 0xDC00 + (point & 0x3FF));
}

/* A document with every character that cannot be seen, or that reorders what is seen, as JSON's own escape: the same
 * value, and harmless where somebody looks at it. They stand in strings alone. */
static struct buf without_hidden(const struct buf *text)
{
    struct buf shown = BUF_INIT;
    for (size_t at = 0; at < text->len;) {
        uint32_t point = 0;
        size_t plain = utf8_plain(text->at + at, text->len - at);
        size_t size = plain ? plain : utf8_decode(text->at + at, text->len - at, &point);
        must(size); /* jansson holds valid UTF-8 alone */
        if (plain || point == '\n' || utf8_is_printable(point))
            buf_bytes(&shown, text->at + at, size);
        else
            put_escapes(&shown, point);
        at += size;
    }
    return shown;
}

/* The document as text, or NULL. json_dumps() would lose a key without a word where memory fails for a moment; the
 * buffer remembers. */
static char *dump(const json_t *document)
{
    struct buf text = BUF_INIT, shown = BUF_INIT;
    if (json_dump_callback(document, take_bytes, &text, JSON_INDENT(2) | JSON_REAL_PRECISION(15)) == 0 && !text.failed)
        shown = without_hidden(&text);
    buf_release(&text);
    if (!shown.failed && shown.at)
        return shown.at;
    buf_release(&shown);
    return NULL;
}

json_t *answer_take(struct baku_answer *answer)
{
    json_t *document = answer->json ? json_loads(answer->json, 0, NULL) : NULL;
    char *again = document ? dump(document) : NULL;
    if (!again || strcmp(again, answer->json) != 0) {
        json_decref(document);
        document = NULL;
    }
    free(again);
    free(answer->json);
    answer->json = NULL;
    return document;
}

enum baku_status answer_with(struct baku *baku, struct baku_answer *answer, struct report *report, json_t *document,
                             enum baku_status status)
{
    answer->json = report->failed || !document ? NULL : dump(document);
    json_decref(document);
    return answer->json ? status : answer_failure(baku, answer, STATUS_MEMORY);
}

/* --- errors --- */

static const char *const templates[][2][LANG_COUNT] = {
#define ERROR(name, m_id, m_en, h_id, h_en) {{m_id, m_en}, {h_id, h_en}},
#include "api/errors.def"
#undef ERROR
};

static void fill(struct buf *to, const char *pattern, const struct error_facts *facts)
{
    static const struct text name = {"{name}", 6}, near = {"{near}", 6}, other = {"{other}", 7};
    while (*pattern) {
        size_t plain = strcspn(pattern, "{");
        buf_bytes(to, pattern, plain);
        pattern += plain;
        if (strncmp(pattern, name.at, name.len) == 0)
            buf_shown(to, facts->name, 200);
        else if (strncmp(pattern, near.at, near.len) == 0)
            buf_shown(to, facts->near, 200);
        else if (strncmp(pattern, other.at, other.len) == 0)
            buf_shown(to, facts->other, 400);
        else
            must(*pattern == '\0');
        pattern += *pattern ? strcspn(pattern, "}") + 1 : 0;
    }
}

void error_message(struct buf *to, enum lang lang, enum error error, const struct error_facts *facts)
{
    fill(to, templates[error][0][lang], facts);
}

static json_t *error_document(struct report *report, enum lang lang, enum error error, const struct error_facts *facts)
{
    struct buf message = BUF_INIT, help = BUF_INIT;
    json_t *inner = json_object(), *document = json_object();
    error_message(&message, lang, error, facts);
    if (facts->near.len) {
        buf_string(&help, lang == LANG_ID ? "Mungkin maksudnya `" : "Did you mean `");
        buf_shown(&help, facts->near, 200);
        buf_string(&help, "`? ");
    }
    fill(&help, templates[error][1][lang], facts);
    report->failed = report->failed || message.failed || help.failed;
    put(report, inner, "message", json_text(buf_view(&message)));
    put(report, inner, "help", json_text(buf_view(&help)));
    put(report, document, "error", inner);
    buf_release(&message);
    buf_release(&help);
    return document;
}

enum baku_status answer_error(struct baku *baku, struct baku_answer *answer, enum baku_status status, enum error error,
                              struct error_facts facts)
{
    struct report report = {0};
    json_t *document = error_document(&report, baku->lang, error, &facts);
    answer->json = report.failed ? NULL : dump(document);
    json_decref(document);
    return answer->json ? status : BAKU_FAILED;
}

/* A failure of the kind that `error` words. */
static enum baku_status answer_failure_as(struct baku *baku, struct baku_answer *answer, enum status status,
                                          enum error error)
{
    struct error_facts facts = {0};
    if (status == STATUS_MEMORY)
        return answer_error(baku, answer, BAKU_FAILED, ERROR_MEMORY, facts);
    struct buf words = BUF_INIT;
    failure_words(&words, &baku->library.failure, baku->lang);
    facts.other = buf_view(&words);
    enum baku_status result = answer_error(baku, answer, BAKU_FAILED, error, facts);
    buf_release(&words);
    return result;
}

enum baku_status answer_failure(struct baku *baku, struct baku_answer *answer, enum status status)
{
    return answer_failure_as(baku, answer, status, ERROR_FILE_FAILED);
}

/* --- SOPs by name --- */

enum baku_status answer_if_no_folder(struct baku *baku, struct baku_answer *answer)
{
    struct texts ignored;
    enum status status = folder_list(baku->sops, &baku->library.arena, &ignored, &baku->library.failure);
    return status < 0 ? answer_failure_as(baku, answer, status, ERROR_FOLDER_FAILED) : BAKU_YES;
}

/* The name that a path such as `sops/kaltim/hilang.yaml` would be: for "did you mean". */
static struct text name_in(const struct baku *baku, struct text path)
{
    size_t root = strlen(baku->sops);
    if (path.len > root + 1 && memcmp(path.at, baku->sops, root) == 0 && path.at[root] == '/')
        path = (struct text){path.at + root + 1, path.len - root - 1};
    if (path.len > 5 && memcmp(path.at + path.len - 5, ".yaml", 5) == 0)
        path.len -= 5;
    return path;
}

enum baku_status answer_no_sop(struct baku *baku, struct baku_answer *answer, enum error absent,
                               struct error_facts facts)
{
    struct texts names;
    enum baku_status missing = answer_if_no_folder(baku, answer);
    enum status status = missing == BAKU_YES ? library_names(&baku->library, baku->sops, &names) : STATUS_OK;
    if (status < 0)
        return answer_failure(baku, answer, status);
    if (missing != BAKU_YES)
        return missing;
    struct nearest nearest = nearest_to(name_in(baku, facts.name));
    for (size_t i = 0; i < names.n; i++) {
        nearest_try(&nearest, names.at[i]);
        if (text_eq(path_name(names.at[i]), nearest.wanted))
            nearest = (struct nearest){.wanted = nearest.wanted, .best = names.at[i]};
    }
    facts.near = nearest.best;
    return answer_error(baku, answer, BAKU_UNKNOWN, absent, facts);
}

static bool is_sop_name(struct text name)
{
    struct text file, region = text_cut(name, '/', &file);
    return region.len && file.len && region.at[0] != '.' && file.at[0] != '.' && text_find(file, '/') < 0;
}

enum status sop_of_name(struct baku *baku, struct text name, struct library_sop **sop)
{
    *sop = NULL;
    if (!is_sop_name(name) || text_eq(path_name(name), TEXT("region")))
        return STATUS_OK;
    char *path = path_of_sop(&baku->library, text_of(baku->sops), name);
    if (!path)
        return STATUS_MEMORY;
    return file_kind_of(path) == FILE_ABSENT ? STATUS_OK : library_load(&baku->library, path, sop);
}

enum baku_status answer_sop(struct baku *baku, const char *name, enum error absent, struct library_sop **sop,
                            struct baku_answer *answer)
{
    struct error_facts facts = {.name = text_of(name), .other = text_of(baku->sops)};
    enum status status = sop_of_name(baku, facts.name, sop);
    if (status < 0)
        return answer_failure(baku, answer, status);
    return *sop ? BAKU_YES : answer_no_sop(baku, answer, absent, facts);
}
