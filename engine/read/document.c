#include "read/document.h"

#include "base/nearest.h"
#include "model/pattern.h"

/* Which of a document's keys go with which type: a row of the language page's "Document types". */
static const struct {
    enum key key;
    enum document_type type;
} of_type[] = {
    {KEY_DOCUMENT_fields, DOCUMENT_TEXT},   {KEY_DOCUMENT_issued_for, DOCUMENT_CERTIFICATE},
    {KEY_DOCUMENT_max_size, DOCUMENT_FILE}, {KEY_DOCUMENT_media, DOCUMENT_FILE},
    {KEY_DOCUMENT_pattern, DOCUMENT_TEXT},
};

static const enum word types[] = {
    [DOCUMENT_TEXT] = WORD_TYPE_text, [DOCUMENT_FILE] = WORD_TYPE_file,
    [DOCUMENT_CSR] = WORD_TYPE_csr,   [DOCUMENT_CERTIFICATE] = WORD_TYPE_certificate,
    [DOCUMENT_CRL] = WORD_TYPE_crl,
};
static const char *const as_pair[] = {"", "type: text", "type: file", "type: csr", "type: certificate", "type: crl"};

/* False where the type is written but unknown: then nothing that hangs on it is judged. */
static bool read_type(struct reader *r, const struct node *node, enum document_type *type)
{
    *type = DOCUMENT_TICK;
    if (!node)
        return true;
    struct nearest nearest = reader_nearest(r, node->text);
    for (size_t i = 1; i < sizeof types / sizeof *types; i++) {
        if (value_is(node, types[i])) {
            *type = (enum document_type)i;
            return true;
        }
        nearest_try(&nearest, text_of(word_text(types[i])));
    }
    struct finding *finding = reader_value(r, node, TEXT("type"), PHRASE_DOCUMENT_TYPE);
    if (finding)
        finding->near = nearest.best;
    return false;
}

const char *document_key_type(enum key key)
{
    for (size_t i = 0; i < sizeof of_type / sizeof *of_type; i++)
        if (of_type[i].key == key)
            return word_text(types[of_type[i].type]);
    return NULL;
}

static void check_type(struct reader *r, const struct found *found, enum document_type type)
{
    for (size_t i = 0; i < sizeof of_type / sizeof *of_type; i++) {
        const struct node *value = found->value[of_type[i].key];
        if (!value || of_type[i].type == type)
            continue;
        struct finding *finding = reader_value(r, value, key_name(of_type[i].key), PHRASE_TYPE_FOR_KEY);
        if (finding)
            finding->near = text_of(as_pair[of_type[i].type]);
    }
}

static enum given read_given(struct reader *r, const struct node *node)
{
    if (value_is(node, WORD_GIVEN_optional))
        return GIVEN_OPTIONAL;
    if (!node || value_is(node, WORD_GIVEN_false))
        return GIVEN_NO;
    if (!value_is(node, WORD_GIVEN_true))
        reader_value(r, node, TEXT("given"), PHRASE_GIVEN);
    return GIVEN_DEMANDED;
}

/* size = digits ("B" | "KB" | "MB"), a KB being 1024 bytes */
static int64_t read_size(struct reader *r, const struct node *node)
{
    if (!node)
        return 0;
    struct text text = text_trim(node->text);
    size_t digits = 0;
    while (digits < text.len && text.at[digits] >= '0' && text.at[digits] <= '9')
        digits++;
    int64_t number;
    struct text unit = text_trim((struct text){text.at + digits, text.len - digits});
    int64_t factor = text_eq(unit, TEXT("B"))    ? 1
                     : text_eq(unit, TEXT("KB")) ? 1024
                     : text_eq(unit, TEXT("MB")) ? 1048576
                                                 : 0;
    if (factor && text_number((struct text){text.at, digits}, &number) && number >= 1 && number <= 1000000)
        return number * factor;
    reader_value(r, node, TEXT("max_size"), PHRASE_SIZE);
    return 0;
}

static bool is_media(struct text text)
{
    struct text sub, type = text_cut(text, '/', &sub);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '-' || c == '.' || c == '+'))
            return false;
    }
    return type.len && sub.len && text_find(sub, '/') < 0;
}

static struct texts read_media(struct reader *r, const struct node *node)
{
    const struct node *item = value_first(node);
    for (size_t i = 0; i < value_count(node); i++, item = item->next)
        if (!item->broken && !is_media(item->text))
            reader_value(r, item, TEXT("media"), PHRASE_MEDIA);
    return value_texts(r, node);
}

static struct finding *bad_pattern(struct reader *r, const struct node *node, enum phrase want)
{
    struct finding *finding = reader_report(r, FINDING_B107, node->span);
    if (finding) {
        finding->value = node->text;
        finding->want = want;
        finding->other = text_trim(text_of(pattern_names));
    }
    return finding;
}

/* A word that is nearly the name of a known pattern was meant to be that name. */
static bool is_mistyped_name(struct reader *r, const struct node *node)
{
    if (!text_is_key(node->text) || !text_eq(pattern_known(node->text), node->text))
        return false;
    struct nearest nearest = reader_nearest(r, node->text);
    static const char *const names[] = {
#define PATTERN(name, pattern, id, en) name,
#include "model/patterns.def"
#undef PATTERN
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        nearest_try(&nearest, text_of(names[i]));
    struct finding *finding = nearest.best.len ? bad_pattern(r, node, PHRASE_PATTERN_NAME) : NULL;
    if (finding)
        finding->near = nearest.best;
    return nearest.best.len > 0;
}

static struct text read_pattern(struct reader *r, const struct node *node)
{
    if (!node || is_mistyped_name(r, node))
        return (struct text){0};
    struct pattern_error error;
    struct pattern *pattern = pattern_compile(pattern_known(node->text), &error);
    pattern_free(pattern);
    struct finding *finding;
    switch (error.problem) {
    case PATTERN_FINE:
        break;
    case PATTERN_TOO_LONG:
        reader_limit(r, node->span, LIMIT_PATTERN_BYTES);
        break;
    case PATTERN_NOT_ALLOWED:
        bad_pattern(r, node, PHRASE_PATTERN_CONSTRUCT);
        break;
    case PATTERN_BROKEN:
        finding = bad_pattern(r, node, PHRASE_NONE);
        struct text said = text_of(error.detail);
        said.at = arena_copy(r->arena, said.at, said.len);
        if (finding && said.at)
            finding->wants[LANG_ID] = finding->wants[LANG_EN] = said;
        break;
    case PATTERN_MEMORY:
        r->arena->failed = true;
        break;
    }
    return node->text;
}

static struct fields read_fields(struct reader *r, const struct node *map)
{
    if (!map)
        return (struct fields){0};
    struct field *at = ARENA_ARRAY(r->arena, map->count, struct field);
    size_t n = 0;
    for (const struct node *key = map->first; at && key; key = key->next->next) {
        const struct node *value = key->next;
        if (key->broken || value->broken || !value_is_key(r, key, TEXT("fields")))
            continue;
        if (value->kind != NODE_SCALAR)
            reader_shape(r, value->span, key->text, PHRASE_SCALAR);
        else
            at[n++] = (struct field){key->text, read_pattern(r, value)};
    }
    return (struct fields){at, n};
}

static void read_document_keys(struct reader *r, const struct node *map, struct document *document)
{
    struct found found;
    keys_read(r, map, PLACE_DOCUMENT, &found);
    document->title = value_text(found.value[KEY_DOCUMENT_title]);
    document->given = read_given(r, found.value[KEY_DOCUMENT_given]);
    document->result = value_true(r, found.value[KEY_DOCUMENT_result], KEY_DOCUMENT_result);
    document->secret = value_true(r, found.value[KEY_DOCUMENT_secret], KEY_DOCUMENT_secret);
    if (read_type(r, found.value[KEY_DOCUMENT_type], &document->type))
        check_type(r, &found, document->type);
    document->media = read_media(r, found.value[KEY_DOCUMENT_media]);
    document->max_size = read_size(r, found.value[KEY_DOCUMENT_max_size]);
    document->pattern = read_pattern(r, found.value[KEY_DOCUMENT_pattern]);
    document->fields = read_fields(r, found.value[KEY_DOCUMENT_fields]);
    document->valid_for = value_wall(r, found.value[KEY_DOCUMENT_valid_for], KEY_DOCUMENT_valid_for);
}

static struct document read_document(struct reader *r, const struct node *key, const struct node *value)
{
    struct document document = {.key = key->text, .title = value->text, .span = key->span, .issued_for = NONE};
    if (value->broken)
        return document;
    if (value->kind == NODE_MAP)
        read_document_keys(r, value, &document);
    else if (value->kind == NODE_LIST)
        reader_shape(r, value->span, key->text, PHRASE_DOCUMENT);
    else if (value->text.len == 0)
        reader_value(r, value, key->text, PHRASE_DOCUMENT);
    return document;
}

/* The value of `issued_for` in a document's map, if any. */
static const struct node *issued_for_node(const struct node *value)
{
    for (const struct node *key = value->kind == NODE_MAP ? value->first : NULL; key; key = key->next->next)
        if (text_eq(key->text, TEXT("issued_for")) && key->next->kind == NODE_SCALAR && key->next->text.len)
            return key->next;
    return NULL;
}

static void read_issued_for(struct reader *r, const struct node *node, struct document *all, const struct map *by_key,
                            struct document *document)
{
    int64_t found = map_find(by_key, node->text);
    if (found >= 0 && all[found].type == DOCUMENT_CSR) {
        document->issued_for = (uint16_t)found;
    } else if (found >= 0) {
        reader_value(r, node, TEXT("issued_for"), PHRASE_ISSUED_FOR);
    } else {
        struct finding *finding = reader_report(r, FINDING_B103, node->span);
        struct nearest nearest = reader_nearest(r, node->text);
        for (size_t i = 0; i < by_key->count; i++)
            nearest_try(&nearest, all[i].key);
        if (finding) {
            finding->name = node->text;
            finding->near = nearest.best;
        }
    }
}

struct document *documents_read(struct reader *r, const struct node *map, struct map *by_key, size_t *count)
{
    struct text outer = r->at;
    struct document *all = map ? ARENA_ARRAY(r->arena, map->count, struct document) : NULL;
    const struct node **issued = all ? ARENA_ARRAY(r->arena, map->count, const struct node *) : NULL;
    *count = 0;
    if (map && map->count > MAX_DOCUMENTS) {
        reader_limit(r, map->span, LIMIT_DOCUMENTS);
        return all;
    }
    for (const struct node *key = map ? map->first : NULL; issued && key; key = key->next->next) {
        r->at = value_place(r, TEXT("documents"), key->text);
        if (key->broken || !value_is_key(r, key, TEXT("documents")))
            continue;
        all[*count] = read_document(r, key, key->next);
        issued[*count] = issued_for_node(key->next);
        if (map_add(by_key, r->arena, key->text, (uint32_t)*count) == MAP_ADDED)
            ++*count;
    }
    for (size_t i = 0; i < *count; i++) {
        r->at = value_place(r, TEXT("documents"), all[i].key);
        if (issued[i])
            read_issued_for(r, issued[i], all, by_key, &all[i]);
    }
    r->at = outer;
    return all;
}
