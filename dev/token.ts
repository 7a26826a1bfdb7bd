/** `npm run token`: mints what the vendor's product would mint for one of a tenant's users. */
