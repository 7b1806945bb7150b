#include "bench/floor.h"

#include <openssl/evp.h>
#include <string.h>
#include <yaml.h>

uint64_t floor_walk(const struct floor_table *table, uint64_t cases)
{
    uint64_t steps = 0;
    for (uint64_t c = 0; c < cases; c++) {
        unsigned tidak_at = c % 5 == 4 ? table->decision : FLOOR_END;
        for (unsigned step = 0; step != FLOOR_END; steps++) {
            bool tidak = step == tidak_at;
            tidak_at = tidak ? FLOOR_END : tidak_at;
            step = table->next[step][tidak];
        }
    }
    return steps;
}

enum { RECORD = 300 };

/* Chained, so that no digest may be left out: each record begins with the digest before it. */
struct chain {
    EVP_MD *sha256;
    EVP_MD_CTX *context;
    unsigned char record[RECORD], digest[EVP_MAX_MD_SIZE];
};

static bool add_record(struct chain *chain, unsigned step)
{
    memset(chain->record, (int)step, RECORD);
    memcpy(chain->record, chain->digest, 32);
    return EVP_DigestInit_ex2(chain->context, NULL, NULL) && EVP_DigestUpdate(chain->context, chain->record, RECORD) &&
           EVP_DigestFinal_ex(chain->context, chain->digest, NULL);
}

static bool walk_chained(struct chain *chain, const struct floor_table *table, uint64_t cases, uint64_t *steps)
{
    for (uint64_t c = 0; c < cases; c++) {
        unsigned tidak_at = c % 5 == 4 ? table->decision : FLOOR_END;
        for (unsigned step = 0; step != FLOOR_END; ++*steps) {
            bool tidak = step == tidak_at;
            if (!add_record(chain, step))
                return false;
            tidak_at = tidak ? FLOOR_END : tidak_at;
            step = table->next[step][tidak];
        }
    }
    return true;
}

bool floor_walk_digests(const struct floor_table *table, uint64_t cases, uint64_t *steps)
{
    struct chain chain = {.sha256 = EVP_MD_fetch(NULL, "SHA256", NULL), .context = EVP_MD_CTX_new()};
    *steps = 0;
    bool fine = chain.sha256 && chain.context && EVP_DigestInit_ex2(chain.context, chain.sha256, NULL) &&
                walk_chained(&chain, table, cases, steps);
    EVP_MD_CTX_free(chain.context);
    EVP_MD_free(chain.sha256);
    return fine;
}

uint64_t floor_parse(struct text yaml)
{
    yaml_parser_t parser;
    uint64_t events = 0;
    bool done = false, fine = yaml_parser_initialize(&parser);
    if (!fine)
        return 0;
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)yaml.at, yaml.len);
    while (fine && !done) {
        yaml_event_t event;
        fine = yaml_parser_parse(&parser, &event);
        if (!fine)
            break;
        done = event.type == YAML_STREAM_END_EVENT;
        events++;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return fine ? events : 0;
}
