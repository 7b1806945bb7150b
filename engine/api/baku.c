#include "baku.h"

#include <stdlib.h>

#include "api/answer.h"
#include "api/definitions.h"
#include "base/nearest.h"

enum baku_status baku_open(const struct baku_options *options, struct baku **baku)
{
    *baku = calloc(1, sizeof **baku);
    if (!*baku)
        return BAKU_FAILED;
    library_init(&(*baku)->library);
    (*baku)->sops = options->sops ? options->sops : "sops";
    (*baku)->store_path = options->store ? options->store : "baku.db";
    (*baku)->details = options->details != 0;
    (*baku)->lang = options->lang == BAKU_EN ? LANG_EN : LANG_ID;
    return BAKU_YES;
}

void baku_close(struct baku *baku)
{
    if (baku) {
        store_close(baku->store);
        definitions_release(baku);
        library_release(&baku->library);
    }
    free(baku);
}

void baku_answer_release(struct baku_answer *answer)
{
    free(answer->json);
    answer->json = NULL;
}

const char *baku_nearest(const char *word, const char *const *known, size_t n)
{
    struct nearest nearest = nearest_to(text_of(word));
    for (size_t i = 0; i < n; i++)
        nearest_try(&nearest, text_of(known[i]));
    return nearest.best.at;
}

const char *baku_version(void) { return "baku 0.1.0"; }
